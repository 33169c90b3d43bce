#include "app/category_signs.h"

#include <QCoreApplication>

namespace lectern {

static QString tr(const char* text) {
    return QCoreApplication::translate("lectern", text);  // as lupdate names what it finds here
}

QString categorySign(Category c) {
    switch (c) {
        case Category::Caption:
            return QStringLiteral("c");
        case Category::Footnote:
            return QStringLiteral("†");
        case Category::Formula:
            return QStringLiteral("∑");
        case Category::ListItem:
            return QStringLiteral("•");
        case Category::PageFooter:
            return QStringLiteral("⌄");
        case Category::PageHeader:
            return QStringLiteral("⌃");
        case Category::Picture:
            return QStringLiteral("▣");
        case Category::SectionHeader:
            return QStringLiteral("H");
        case Category::Table:
            return QStringLiteral("▦");
        case Category::Text:
            return QStringLiteral("¶");
        case Category::Title:
            return QStringLiteral("T");
    }
    return {};
}

QString categoryLabel(Category c) {
    switch (c) {
        case Category::Caption:
            return tr("Caption");
        case Category::Footnote:
            return tr("Footnote");
        case Category::Formula:
            return tr("Formula");
        case Category::ListItem:
            return tr("List item");
        case Category::PageFooter:
            return tr("Page footer");
        case Category::PageHeader:
            return tr("Page header");
        case Category::Picture:
            return tr("Picture");
        case Category::SectionHeader:
            return tr("Section header");
        case Category::Table:
            return tr("Table");
        case Category::Text:
            return tr("Text");
        case Category::Title:
            return tr("Title");
    }
    return {};
}

// The guard stopped the reader and took off what only repeats; once a person has seen to the text it is no state any
// more.
static bool stoppedByGuard(const Region& region) {
    return !region.cut.empty() && region.state == RegionState::unsure;
}

bool neverBegun(const Region& region) {
    return region.state == RegionState::stopped && region.content.empty();
}

QString regionRemedy(const Region& region) {
    if (stoppedByGuard(region)) return tr("Shift+C shows what was cut; Shift+R reads it again.");
    switch (region.state) {
        case RegionState::unsure:
            return tr("Compare it with the page; F2 edits it.");
        case RegionState::unread:
            return tr("Read it again as something else (Shift+R), or type it (F2).");
        case RegionState::stopped:
            return neverBegun(region) ? tr("Shift+R reads it; Ctrl+R reads the whole page.")
                                      : tr("Read it again to have all of it (Shift+R).");
        case RegionState::failed:
            return tr("Read it again (Shift+R), also with another model or device.");
        default:
            return {};
    }
}

QString regionStateLabel(const Region& region) {
    if (stoppedByGuard(region)) return tr("stopped, it repeated itself");
    switch (region.state) {
        case RegionState::reading:
            return tr("reading");
        case RegionState::read:
            return {};
        case RegionState::unsure:
            return tr("unsure");
        case RegionState::unread:
            return tr("could not be read");
        case RegionState::stopped:
            return neverBegun(region) ? tr("not read") : tr("stopped before its end");
        case RegionState::failed:
            return tr("failed");
    }
    return {};
}

}  // namespace lectern
