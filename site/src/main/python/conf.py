"""The settings of Sphinx, which builds the site from the pages that stage.py copies."""

project = "Vexhost"
html_title = "Vexhost"
extensions = ["myst_parser"]
root_doc = "index"
nitpicky = True

# The pages are Markdown as on other sites: only fenced blocks may be directives.
myst_disable_syntax = ["myst_line_comment", "myst_block_break", "myst_target", "myst_role"]
myst_heading_anchors = 6
# Examples in JSON may be cut with an ellipsis, and not every language has colours.
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_static_path = ["../static"]
html_favicon = "../static/icon.svg"
html_js_files = ["search.js"]
html_copy_source = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
