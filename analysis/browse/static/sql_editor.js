// The box for SQL as an editor: colours, Shift-Enter asks, a button that sets the lines anew.
window.addEventListener("load", () => {
  const box = document.querySelector("textarea#sql-editor");
  if (!box) return;
  const editor = CodeMirror.fromTextArea(box, {
    lineNumbers: true,
    lineWrapping: true,
    mode: "text/x-sql",
    extraKeys: { "Shift-Enter": () => box.form.submit(), Tab: false },
  });
  const button = document.querySelector("button#sql-format");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => editor.setValue(sqlFormatter.format(editor.getValue())));
});
