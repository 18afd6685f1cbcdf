from onroll.ctf import documentation, problems
from onroll.ctf.elements import elements


def test_the_pages_list_every_element_and_every_problem():
    pages = documentation.pages()

    assert all(f"`{path}`" in pages["reference/ctf-elements.md"] for path in elements())
    assert all(f"`{code}`" in pages["reference/ctf-problems.md"] for code in problems.catalogue())
    assert "| 25.0 |" in pages["reference/ctf-versions.md"]
