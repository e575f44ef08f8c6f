// What Datasette's table.js asks of a page; it stands in a file because no page holds a script.
var DATASETTE_ALLOW_FACET = true;
