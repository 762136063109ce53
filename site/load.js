// The one script that a page's policy lets in, by its hash; it loads the others, in this order.
{
  const page = document.documentElement.dataset;
  try {
    page.mode = localStorage.getItem("mode") || "auto";
  } catch {
    page.mode = "auto"; // a browser may keep a page from its storage
  }
  page.theme = page.mode !== "auto" ? page.mode : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const search = ["_static/searchtools.js", "_static/language_data.js", "searchindex.js"];
  for (const name of [
    "_static/documentation_options.js",
    "_static/doctools.js",
    "_static/sphinx_highlight.js",
    "_static/site.js",
    ...(document.querySelector("meta[name=search]") ? search : []),
    "_static/scripts/bootstrap.js",
    "_static/scripts/pydata-sphinx-theme.js",
    "_static/scripts/sphinx-book-theme.js",
  ]) {
    const script = document.createElement("script");
    script.src = page.content_root + name;
    script.async = false;
    document.head.append(script);
  }
}
