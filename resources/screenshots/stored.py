"""Prints a document as the fake engine replays it, made of a page that was really read.

    stored.py reading|states|long EXPORTED.json

reading  the page as it is; states  a failed, a looping, a doubtful page and one without a region; long  texts and tables of great length
"""
import json
import sys

document = json.load(open(sys.argv[2]))
page = document["pages"][0]


def again(**changes):
    return dict(json.loads(json.dumps(page)), **changes)


def first(of, *categories):
    return next(r for r in of["regions"] if r["category"] in categories)


def states():
    loop, doubt = again(number=2, state="warnings"), again(number=3, state="warnings")
    text = first(loop, "Text")
    text.update(state="unsure", warnings=["The model began to repeat itself and was stopped here."],
                content=text["content"].split(" on a Tuesday")[0], cut=" and opened the doors" * 40, lines=[])
    texts = [r for r in doubt["regions"] if r["category"] in ("Text", "List-item")]
    texts[0].update(state="unread", content="", warnings=["This could not be read with confidence."], lines=[])
    texts[1].update(state="unsure", warnings=["Many of its words are unsure."])
    failure = "The device ran out of memory at 300 dpi. Choose a smaller resolution in the settings."
    return [again(number=1, state="failed", regions=[], failure=failure), loop, doubt,
            again(number=4, state="read", regions=[])]


def long():
    full = again(state="read")
    text, table, item = first(full, "Text"), first(full, "Table"), first(full, "List-item")
    text.update(content=" ".join([text["content"]] * 6), lines=[])
    item.update(content="Shelfmark-" + "0123456789" * 14, lines=[])
    names = ["Quarter", "Visitors from the town", "Visitors from elsewhere", "Loans", "Renewals", "New readers",
             "Lost books", "Found again", "Remarks of the librarian on duty"]
    row = "".join(f"<td>{cell}</td>" for cell in
                  ["Spring", "3,140", "12,408", "5,872", "1,204", "411", "3", "1",
                   "The heating failed twice; the reading room stayed open, and coats were worn."])
    head = "".join(f"<th>{name}</th>" for name in names)
    table.update(content=f"<table><tr>{head}</tr>" + f"<tr>{row}</tr>" * 40 + "</table>", lines=[])
    return [full]


document["pages"] = {"reading": lambda: [page], "states": states, "long": long}[sys.argv[1]]()
print(json.dumps(document))
