#include "app/models/page_model.h"

#include "app/category_signs.h"
#include "app/unsure_words.h"

namespace lectern {

static constexpr qsizetype kReasons = 5;

static int warningCount(const Page& page) {
    int n = static_cast<int>(page.warnings.size());
    for (const Region& r : page.regions)
        n += static_cast<int>(r.warnings.size()) + (r.state == RegionState::unread ? 1 : 0);
    return std::max(1, n);
}

static QString signOf(const PageEntry* entry) {
    if (!entry) return QStringLiteral("·");
    switch (entry->page.state) {
        case PageState::waiting:
            return QStringLiteral("·");
        case PageState::reading:
            return entry->rendering ? QStringLiteral("◌") : QStringLiteral("◐");
        case PageState::read:
            return nothingFound(*entry) ? QStringLiteral("⚠") : QStringLiteral("✓");
        case PageState::warnings:
            return QStringLiteral("⚠");
        case PageState::failed:
            return QStringLiteral("✕");
        case PageState::stopped:
            return QStringLiteral("◼");
    }
    return {};
}

static int doubts(const PageTrust& trust) {
    return static_cast<int>(trust.ink.unread.size() + trust.ink.inkless.size() + trust.layer.differences.size());
}

static size_t neverBegunOn(const Page& page) {
    return static_cast<size_t>(std::count_if(page.regions.begin(), page.regions.end(), neverBegun));
}

static QString emptyStatus(const PageEntry& entry) {
    if (!entry.trust) return PageModel::tr("no text found");  // whether there is print is looked for after reading
    return nothingFound(entry) ? PageModel::tr("print, no text found") : PageModel::tr("blank");
}

static QString stoppedStatus(const Page& page) {
    const size_t kept = page.regions.size() - neverBegunOn(page);
    return kept == 0 ? PageModel::tr("stopped, nothing read")
                     : PageModel::tr("stopped, kept %n region(s)", nullptr, static_cast<int>(kept));
}

static QString readStatus(const PageEntry& entry) {
    const int n = entry.trust ? doubts(*entry.trust) : 0;
    return n == 0 ? PageModel::tr("read") : PageModel::tr("read, %n to check", nullptr, n);
}

static QStringList trustLines(const PageTrust& trust) {
    QStringList lines;
    if (const auto n = static_cast<int>(trust.ink.unread.size()); n > 0)
        lines << PageModel::tr("Unread print in %n place(s)", nullptr, n);
    if (const auto n = static_cast<int>(trust.ink.inkless.size()); n > 0)
        lines << PageModel::tr("%n region(s) with text but no print beneath", nullptr, n);
    if (const auto n = static_cast<int>(trust.layer.differences.size()); n > 0)
        lines << PageModel::tr("%n difference(s) from the file's own text", nullptr, n);
    return lines;
}

static QString statusOf(const PageEntry* entry) {
    if (!entry) return PageModel::tr("waiting");
    switch (entry->page.state) {
        case PageState::waiting:
            return PageModel::tr("waiting");
        case PageState::reading:
            return entry->rendering ? PageModel::tr("rendering")
                                    : PageModel::tr("reading %1 %").arg(qRound(entry->part * 100));
        case PageState::read:
            return entry->page.regions.empty() ? emptyStatus(*entry) : readStatus(*entry);
        case PageState::warnings:
            return PageModel::tr("%n warning(s)", nullptr, warningCount(entry->page));
        case PageState::failed:
            return PageModel::tr("failed");
        case PageState::stopped:
            return stoppedStatus(entry->page);
    }
    return {};
}

// Why the badge is what it is: the first few sentences, and how many words are unsure.
static QString reasonOf(const PageEntry* entry) {
    if (!entry) return {};
    const Page& page = entry->page;
    if (page.state == PageState::failed)
        return PageModel::tr("%1 Read the page again (Ctrl+R).").arg(QString::fromStdString(page.failure));
    QStringList lines;
    if (page.state == PageState::stopped)
        lines << PageModel::tr("Reading was stopped before its end. Read the page again to finish it.");
    for (const std::string& warning : page.warnings) lines << QString::fromStdString(warning);
    for (const Region& region : page.regions) {
        if (lines.size() >= kReasons) break;
        if (neverBegun(region)) continue;
        const QString name = QStringLiteral("%1 %2: ").arg(region.order + 1).arg(categoryLabel(region.category));
        for (const std::string& warning : region.warnings) lines << name + QString::fromStdString(warning);
        if (region.warnings.empty() && region.state != RegionState::read && !regionStateLabel(region).isEmpty() &&
            region.state != RegionState::reading)
            lines << name + regionStateLabel(region);
    }
    if (const size_t n = neverBegunOn(page); n > 0)
        lines << PageModel::tr("%n region(s) not read", nullptr, static_cast<int>(n));
    if (const auto unsure = unsureWords(page).size(); unsure > 0)
        lines << PageModel::tr("%n unsure word(s)", nullptr, static_cast<int>(unsure));
    if (nothingFound(*entry))
        lines << PageModel::tr(
            "There is print on this page, but no text was found in it. Read the page again with "
            "another model (Ctrl+M), or draw a region around the print (R).");
    else if (page.state == PageState::read && page.regions.empty())
        lines << PageModel::tr("No text was found on this page. Draw a region to have it read (R).");
    if (entry->trust) lines << trustLines(*entry->trust);
    return lines.join(u'\n');
}

static PageModel::Badge badgeOf(const PageEntry* entry) {
    using Badge = PageModel::Badge;
    if (!entry) return Badge::Waiting;
    switch (entry->page.state) {
        case PageState::waiting:
            return Badge::Waiting;
        case PageState::reading:
            return Badge::Busy;
        case PageState::read:
            return nothingFound(*entry) ? Badge::Warning : Badge::Read;
        case PageState::warnings:
            return Badge::Warning;
        case PageState::failed:
            return Badge::Failed;
        case PageState::stopped:
            return Badge::Stopped;
    }
    return Badge::Waiting;
}

void PageModel::show(const OpenDocument* document) {
    beginResetModel();
    m_document = document;
    endResetModel();
}

void PageModel::pageChanged(int page) {
    const int row = m_document ? positionOf(*m_document, page) : -1;
    if (row >= 0 && row < rowCount())
        Q_EMIT dataChanged(index(row), index(row), {SignRole, StatusRole, BadgeRole, ReasonRole});
}

void PageModel::arranged() {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void PageModel::choose(std::vector<int> pages) {
    if (pages == m_chosen) return;
    m_chosen = std::move(pages);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ChosenRole});
}

int PageModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_document ? 0 : m_document->pageCount;
}

QVariant PageModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const PageArrangement& arrangement = m_document->arrangement;
    const int page = arrangement.pageAt(index.row());
    const bool leftOut = arrangement.leftOut(page);
    auto found = m_document->pages.find(page);
    const PageEntry* entry = found == m_document->pages.end() ? nullptr : &found->second;
    switch (role) {
        case Qt::DisplayRole:
        case NumberRole:
            return index.row() + 1;
        case ThumbnailRole:
            return QStringLiteral("image://pages/%1/%2/%3").arg(m_document->id).arg(page).arg(arrangement.turn(page));
        case SignRole:
            return leftOut ? QStringLiteral("⊘") : signOf(entry);
        case StatusRole:
            return leftOut ? tr("left out") : statusOf(entry);
        case BadgeRole:
            return QVariant::fromValue(leftOut ? Badge::LeftOut : badgeOf(entry));
        case ReasonRole:
            return leftOut ? tr("This page is neither read nor exported.") : reasonOf(entry);
        case LeftOutRole:
            return leftOut;
        case ChosenRole:
            return std::binary_search(m_chosen.begin(), m_chosen.end(), page);
    }
    return {};
}

QHash<int, QByteArray> PageModel::roleNames() const {
    return {{NumberRole, "number"}, {ThumbnailRole, "thumbnail"}, {SignRole, "sign"},       {StatusRole, "status"},
            {BadgeRole, "badge"},   {ReasonRole, "reason"},       {LeftOutRole, "leftOut"}, {ChosenRole, "chosen"}};
}

}  // namespace lectern
