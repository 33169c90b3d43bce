// PageModel: the pages of the document in view, as they are arranged. Knows only how many there are; the rest is asked
// for row by row.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "app/open_document.h"

namespace lectern {

class PageModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
 public:
    enum Role {
        NumberRole = Qt::UserRole + 1,  // where it stands, from 1
        ThumbnailRole,
        SignRole,
        StatusRole,
        BadgeRole,
        ReasonRole,
        LeftOutRole,
        ChosenRole,  // for what is done to several pages
    };
    // What the badge says; colour follows it.
    enum class Badge { Waiting, Busy, Read, Warning, Failed, Stopped, LeftOut };
    Q_ENUM(Badge)

    using QAbstractListModel::QAbstractListModel;

    void show(const OpenDocument* document);  // nullptr: none; the document outlives its showing
    void pageChanged(int page);               // by its index in the file
    void arranged();                          // pages stand elsewhere, are left out or turned
    void choose(std::vector<int> pages);      // ascending indices in the file

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

 private:
    const OpenDocument* m_document = nullptr;
    std::vector<int> m_chosen;
};

}  // namespace lectern
