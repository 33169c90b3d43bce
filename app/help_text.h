// help_text: a topic of the guide (resources/help/*.md) as blocks the window shows one by one. The subset of Markdown
// the guide is written in: headings, paragraphs, lists, tables, fenced code; in a line `code`, **strong** and
// [links](topic.md#part). Everything else is text. No pictures, and a link leads to a topic of the guide or is plain
// text: nothing can be fetched.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace lectern {

struct HelpLink {
    QString text;
    QString target;  // "dpi" or "dpi#a-second-number"
};

struct HelpBlock {
    enum Kind { Heading, Paragraph, Bullet, Numbered, Code, Table };

    Kind kind = Paragraph;
    int level = 1;   // of a heading 1 to 3; of a numbered item its number
    QString anchor;  // of a heading: what a link to it says behind the #
    QString plain;   // what it says, without marks; of code and tables its lines
    QString markup;  // rich text of our own making; of a table its HTML; of code as `plain`
    std::vector<HelpLink> links = {};
};

struct HelpTopic {
    QString id;     // the file's name without .md
    QString title;  // its first heading
    std::vector<HelpBlock> blocks;
};

HelpTopic parse_help(const QString& id, const QString& markdown);

// "How to, quickly" → "how-to-quickly", as web pages of repositories have it.
QString help_anchor(const QString& heading);

}  // namespace lectern
