// RegionModel: the regions of the page in view, in reading order.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "core/document/document.h"

namespace lectern {

class RegionModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
    enum Role {
        RegionIdRole = Qt::UserRole + 1,
        OrderRole,
        CategoryRole,  // Category as a number: index into Theme.categoryColors
        CategoryLabelRole,
        SignRole,
        LayoutRole,  // Layout: how the text panel shows it
        LevelRole,
        BulletRole,      // what stands before a list item; empty when its text brings its own
        TextRole,        // plain
        SourceRole,      // markdown
        StateRole,       // RegionState as a number
        StateLabelRole,  // empty for a plain read region
        ReadingRole,
        WarningsRole,  // sentences, one a line
        LockedRole,
        IgnoredRole,
        EditedRole,
        UnsureRole,    // marks of unsure words in the text
        RepeatedRole,  // what it said again and again was cut
        AboutRole,     // for those who do not see it: state, marks, place on the page
        NeverBegunRole,  // reading was stopped before it
    };
    enum class Layout { Paragraph, Heading, ListItem, Table, Formula, Picture, Small };
    Q_ENUM(Layout)

    using QAbstractListModel::QAbstractListModel;

    void show(std::vector<Region> regions);               // another page
    void place(const Region& region);                     // new or changed
    void replaceAll(const std::vector<Region>& regions);  // the same page: only differences are signalled

    const std::vector<Region>& regions() const { return m_regions; }
    const Region* find(int64_t id) const;
    Q_INVOKABLE int rowOf(int id) const;  // -1: none
    Q_INVOKABLE QString categoryName(int category) const;
    Q_INVOKABLE QString reasonOf(int id) const;  // what is the matter with it and what to do; empty: nothing
    int count() const { return static_cast<int>(m_regions.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
    void countChanged();
    void regionChanging(int row);  // what it covers now is about to be left

 private:
    void replaceRow(int row, const Region& region);
    void dropOthers(const std::vector<Region>& regions);

    std::vector<Region> m_regions;
};

}  // namespace lectern
