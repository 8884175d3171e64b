"""How the documentation is built: ``make docs``."""

import blogctl

project = "blogctl"
project_copyright = "the authors of blogctl"
release = version = blogctl.__version__

extensions = ["myst_parser"]
myst_heading_anchors = 3  # links to headings, as GitHub makes them
smartquotes = False  # an option is --like-this
exclude_patterns = ["man"]

html_theme = "furo"
html_title = f"blogctl {release}"
html_favicon = "static/favicon.svg"
html_copy_source = False
html_show_copyright = False
html_static_path = ["static"]
html_css_files = ["blogctl.css"]
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#9d1c1c",
        "color-brand-content": "#9d1c1c",
        "color-brand-visited": "#7a3b3b",
        "color-sidebar-link-text": "var(--color-foreground-secondary)",
        "color-sidebar-link-text--top-level": "var(--color-foreground-secondary)",
        "sidebar-item-spacing-vertical": "0.3rem",
    },
    "dark_css_variables": {
        "color-brand-primary": "#ff9d94",
        "color-brand-content": "#ff9d94",
        "color-brand-visited": "#d8a7a2",
    },
}
