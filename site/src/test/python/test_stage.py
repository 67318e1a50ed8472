"""Tests of stage.py and build.py. Maven's profile 'site' runs them."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "main/python"))
import build  # noqa: E402
import stage  # noqa: E402


class StageTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name)
        self.file("README.md", "# Home\n")
        self.file("docs/a.md", "# A\n")
        self.file("docs/b.md", "# B\n")
        self.file("examples/sdk/README.md", "# SDK\n")
        self.file("examples/sdk/vex.h", "")
        self.file("examples/bare/x.txt", "")

    def file(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def stage(self, *pages: str) -> stage.Stage:
        return stage.Stage(self.root, list(pages or ("docs/a.md", "docs/b.md", "examples/sdk/README.md")))

    def link(self, page: str, link: str) -> str:
        return self.stage().link(page, link)

    def test_links_between_pages_stay(self) -> None:
        self.assertEqual("../docs/b.md#part", self.link("docs/a.md", "b.md#part"))
        self.assertEqual("docs/a.md", self.link("README.md", "docs/a.md"))
        self.assertEqual("#part", self.link("docs/a.md", "#part"))
        self.assertEqual("https://example.org/", self.link("docs/a.md", "https://example.org/"))

    def test_the_home_page_and_folders_are_mapped(self) -> None:
        self.assertEqual("../index.md#limits", self.link("docs/a.md", "../README.md#limits"))
        self.assertEqual("../examples/sdk/README.md", self.link("docs/a.md", "../examples/sdk"))
        self.file("examples/sdk/go/vex.go", "")
        self.assertEqual("../examples/sdk/README.md", self.link("docs/a.md", "../examples/sdk/go"))

    def test_other_files_are_copied(self) -> None:
        all_pages = self.stage()
        self.assertEqual("../examples/sdk/vex.h", all_pages.link("docs/a.md", "../examples/sdk/vex.h"))
        self.assertEqual({"examples/sdk/vex.h"}, all_pages.files)

    def test_links_that_lead_nowhere_are_errors(self) -> None:
        for link in ["missing.md", "../../etc", "../examples/bare"]:
            with self.assertRaises(stage.PageError, msg=link):
                self.link("docs/a.md", link)

    def test_every_page_has_to_be_in_the_navigation(self) -> None:
        with self.assertRaisesRegex(stage.PageError, "does not name 'docs/b.md'"):
            self.stage("docs/a.md", "examples/sdk/README.md")
        with self.assertRaisesRegex(stage.PageError, "does not name 'examples/sdk/README.md'"):
            self.stage("docs/a.md", "docs/b.md").link("docs/a.md", "../examples/sdk")
        with self.assertRaisesRegex(stage.PageError, "'docs/c.md', which does not exist"):
            self.stage("docs/a.md", "docs/b.md", "docs/c.md")
        with self.assertRaisesRegex(stage.PageError, "twice"):
            self.stage("docs/a.md", "docs/b.md", "docs/a.md")

    def test_code_is_left_alone(self) -> None:
        self.file("docs/a.md", "`[x](no.md)` [y](b.md)\n```sh\n[z](no.md)\n```\n[y](b.md)\n")
        self.assertEqual(
            "`[x](no.md)` [y](../docs/b.md)\n```sh\n[z](no.md)\n```\n[y](../docs/b.md)\n",
            self.stage().text("docs/a.md"),
        )

    def test_what_is_loaded_from_other_hosts_is_found(self) -> None:
        page = '<a href="https://a.example/">a</a><img src="_static/x.png">'
        self.file("site/good.html", page)
        self.file("site/bad.html", page + '<script src="https://cdn.example/x.js"></script>')
        self.file("site/bad.css", "@font-face { src: url(https://fonts.example/x) }")
        self.file("site/good.css", "a { background: url('data:image/svg+xml;x') }")
        self.assertEqual(
            ["bad.html: https://cdn.example/x.js", "bad.css: url(http"],
            build.foreign(self.root / "site"),
        )


if __name__ == "__main__":
    unittest.main()
