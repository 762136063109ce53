// From the disc a page may not read another, so the search shows titles without excerpts there.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// Rows of a long table, chosen by the values of columns; the choice stands in the address (#slough,inadequate).
function filter(form) {
  const choices = [...form.querySelectorAll("select")];
  const rows = [...document.querySelectorAll("table.rows > tbody")];
  const show = () => {
    let left = 0;
    for (const row of rows) {
      row.hidden = choices.some((c, i) => c.value && c.value !== row.dataset[`chosen${i}`]);
      left += !row.hidden;
    }
    form.querySelector("output").textContent = `${left} of ${rows.length} rows`;
  };
  const read = () => {
    const given = decodeURIComponent(location.hash.slice(1)).split(",");
    for (const c of choices) c.value = [...c.options].map((o) => o.value).find((v) => v && given.includes(v)) || "";
    show();
    if (choices.some((c) => c.value)) setTimeout(() => form.scrollIntoView());
  };
  form.addEventListener("change", () => {
    const given = choices.map((c) => c.value).filter(Boolean).map(encodeURIComponent).join(",");
    history.replaceState(null, "", `#${given}`);
    show();
  });
  addEventListener("hashchange", read);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  read();
}

// Commands are there to be copied.
function copyable(box) {
  const button = document.createElement("button");
  button.textContent = "Copy";
  button.className = "copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.querySelector("pre").textContent.trim());
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  box.append(button);
}

function ready() {
  const boxes = [...document.querySelectorAll("article div.highlight")];
  if (navigator.clipboard) boxes.filter((box) => !box.closest("details, .cell_output")).forEach(copyable);
  // On a phone the menu is a dialog: a link to a section of the page closes it.
  for (const link of document.querySelectorAll(".menu ul a"))
    link.addEventListener("click", () => link.closest("dialog")?.close());
  document.querySelectorAll("form.filter").forEach(filter);
}
if (document.readyState === "loading") addEventListener("DOMContentLoaded", ready);
else ready();
