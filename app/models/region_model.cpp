#include "app/models/region_model.h"

#include <QRegularExpression>
#include <algorithm>
#include <unordered_set>

#include "app/category_signs.h"
#include "app/region_text.h"
#include "app/unsure_words.h"

namespace lectern {

static RegionModel::Layout layoutOf(const Region& region) {
    using Layout = RegionModel::Layout;
    if (region.kind == ContentKind::html_table && !region.content.empty()) return Layout::Table;
    if (region.kind == ContentKind::picture) return Layout::Picture;
    switch (region.category) {
        case Category::Title:
        case Category::SectionHeader:
            return Layout::Heading;
        case Category::ListItem:
            return Layout::ListItem;
        case Category::Formula:
            return Layout::Formula;
        case Category::Picture:
            return Layout::Picture;
        case Category::Caption:
        case Category::Footnote:
        case Category::PageHeader:
        case Category::PageFooter:
            return Layout::Small;
        default:
            return Layout::Paragraph;
    }
}

static int headingLevel(const Region& region) {
    if (region.category == Category::Title) return 1;
    if (region.category == Category::SectionHeader) return static_cast<int>(std::clamp<int64_t>(region.level, 2, 4));
    return static_cast<int>(std::clamp<int64_t>(region.level, 0, 6));
}

static QString bulletOf(const Region& region) {
    static const QRegularExpression own(QStringLiteral("^\\s*([•◦▪‣·–*-]|\\(?\\d{1,3}[.)]|\\(?\\p{L}[.)])\\s"));
    if (layoutOf(region) != RegionModel::Layout::ListItem) return {};
    return own.match(QString::fromStdString(region.content)).hasMatch() ? QString() : QStringLiteral("•");
}

static QString warningsOf(const Region& region) {
    QStringList lines;
    for (const std::string& w : region.warnings) lines << QString::fromStdString(w);
    return lines.join(u'\n');
}

static QString aboutOf(const Region& region) {
    QStringList parts;
    if (const QString state = regionStateLabel(region); !state.isEmpty()) parts << state;
    if (region.edited) parts << RegionModel::tr("edited");
    if (region.locked) parts << RegionModel::tr("locked");
    if (region.ignored) parts << RegionModel::tr("left out of exports");
    const Rect& box = region.box;
    if (!box.empty())
        parts << RegionModel::tr("%1 points from the left, %2 from the top, %3 wide, %4 high")
                     .arg(qRound(box.x0))
                     .arg(qRound(box.y0))
                     .arg(qRound(box.width()))
                     .arg(qRound(box.height()));
    return parts.join(QStringLiteral("; "));
}

static bool sameForView(const Region& a, const Region& b) {
    return a.box == b.box && a.category == b.category && a.kind == b.kind && a.content == b.content &&
           a.order == b.order && a.level == b.level && a.state == b.state && a.warnings == b.warnings &&
           a.cut == b.cut && a.locked == b.locked && a.ignored == b.ignored && a.edited == b.edited &&
           a.confidence == b.confidence && a.lines.size() == b.lines.size();
}

void RegionModel::show(std::vector<Region> regions) {
    beginResetModel();
    m_regions = std::move(regions);
    endResetModel();
    Q_EMIT countChanged();
}

void RegionModel::place(const Region& region) {
    if (const int row = rowOf(static_cast<int>(region.id)); row >= 0) {
        Q_EMIT regionChanging(row);
        m_regions[static_cast<size_t>(row)] = region;
        Q_EMIT dataChanged(index(row), index(row));
        return;
    }
    auto at = std::upper_bound(m_regions.begin(), m_regions.end(), region,
                               [](const Region& a, const Region& b) { return a.order < b.order; });
    const int row = static_cast<int>(at - m_regions.begin());
    beginInsertRows({}, row, row);
    m_regions.insert(at, region);
    endInsertRows();
    Q_EMIT countChanged();
}

void RegionModel::replaceRow(int row, const Region& region) {
    Region& mine = m_regions[static_cast<size_t>(row)];
    const bool differs = !sameForView(mine, region);
    if (differs) Q_EMIT regionChanging(row);
    mine = region;
    if (differs) Q_EMIT dataChanged(index(row), index(row));
}

void RegionModel::dropOthers(const std::vector<Region>& regions) {
    std::unordered_set<int64_t> stay;
    for (const Region& r : regions) stay.insert(r.id);
    for (int row = count() - 1; row >= 0; --row) {
        if (stay.contains(m_regions[static_cast<size_t>(row)].id)) continue;
        Q_EMIT regionChanging(row);
        beginRemoveRows({}, row, row);
        m_regions.erase(m_regions.begin() + row);
        endRemoveRows();
    }
}

void RegionModel::replaceAll(const std::vector<Region>& regions) {
    const int before = count();
    dropOthers(regions);
    for (int row = 0; row < static_cast<int>(regions.size()); ++row) {
        const Region& wanted = regions[static_cast<size_t>(row)];
        const int at = row < count() && m_regions[static_cast<size_t>(row)].id == wanted.id
                           ? row
                           : rowOf(static_cast<int>(wanted.id));
        if (at < 0) {
            beginInsertRows({}, row, row);
            m_regions.insert(m_regions.begin() + row, wanted);
            endInsertRows();
            continue;
        }
        if (at != row) {
            beginMoveRows({}, at, at, {}, row);
            std::rotate(m_regions.begin() + row, m_regions.begin() + at, m_regions.begin() + at + 1);
            endMoveRows();
        }
        replaceRow(row, wanted);
    }
    if (count() != before) Q_EMIT countChanged();
}

const Region* RegionModel::find(int64_t id) const {
    auto it = std::find_if(m_regions.begin(), m_regions.end(), [id](const Region& r) { return r.id == id; });
    return it == m_regions.end() ? nullptr : &*it;
}

int RegionModel::rowOf(int id) const {
    const Region* region = find(id);
    return region ? static_cast<int>(region - m_regions.data()) : -1;
}

QString RegionModel::categoryName(int category) const {
    return category < 0 || category >= kCategories ? QString() : categoryLabel(static_cast<Category>(category));
}

QString RegionModel::reasonOf(int id) const {
    const Region* region = find(id);
    if (!region || region->state == RegionState::reading) return {};
    QStringList lines;
    const QString state = regionStateLabel(*region), why = warningsOf(*region), mend = regionRemedy(*region);
    for (const QString& line : {state, why, mend})
        if (!line.isEmpty()) lines << line;
    return lines.join(u'\n');
}

int RegionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RegionModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Region& r = m_regions[static_cast<size_t>(index.row())];
    switch (role) {
        case RegionIdRole:
            return static_cast<int>(r.id);
        case OrderRole:
            return static_cast<int>(r.order + 1);
        case CategoryRole:
            return static_cast<int>(r.category);
        case CategoryLabelRole:
            return categoryLabel(r.category);
        case SignRole:
            return categorySign(r.category);
        case LayoutRole:
            return QVariant::fromValue(layoutOf(r));
        case BulletRole:
            return bulletOf(r);
        case LevelRole:
            return headingLevel(r);
        case Qt::DisplayRole:
        case TextRole:
            return QString::fromStdString(r.content);
        case SourceRole:
            return markdownOf(r);
        case StateRole:
            return static_cast<int>(r.state);
        case StateLabelRole:
            return regionStateLabel(r);
        case ReadingRole:
            return r.state == RegionState::reading;
        case WarningsRole:
            return warningsOf(r);
        case RepeatedRole:
            return !r.cut.empty();
        case AboutRole:
            return aboutOf(r);
        case LockedRole:
            return r.locked;
        case IgnoredRole:
            return r.ignored;
        case EditedRole:
            return r.edited;
        case UnsureRole:
            return unsureMarks(r);
        case NeverBegunRole:
            return neverBegun(r);
    }
    return {};
}

QHash<int, QByteArray> RegionModel::roleNames() const {
    return {{RegionIdRole, "regionId"},
            {OrderRole, "order"},
            {CategoryRole, "category"},
            {CategoryLabelRole, "categoryLabel"},
            {SignRole, "sign"},
            {LayoutRole, "layout"},
            {LevelRole, "level"},
            {BulletRole, "bullet"},
            {TextRole, "content"},
            {SourceRole, "markdown"},
            {StateRole, "regionState"},
            {StateLabelRole, "stateLabel"},
            {ReadingRole, "reading"},
            {WarningsRole, "warnings"},
            {RepeatedRole, "repeated"},
            {AboutRole, "about"},
            {LockedRole, "locked"},
            {IgnoredRole, "ignored"},
            {EditedRole, "edited"},
            {UnsureRole, "unsure"},
            {NeverBegunRole, "neverBegun"}};
}

}  // namespace lectern
