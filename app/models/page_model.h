// PageModel: the pages of the document in view. Knows only how many there are; the rest is asked for row by row.
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
    enum Role { NumberRole = Qt::UserRole + 1, ThumbnailRole, SignRole, StatusRole, BadgeRole, ReasonRole };
    // What the badge says; colour follows it.
    enum class Badge { Waiting, Busy, Read, Warning, Failed, Stopped };
    Q_ENUM(Badge)

    using QAbstractListModel::QAbstractListModel;

    void show(const OpenDocument* document);  // nullptr: none; the document outlives its showing
    void pageChanged(int index);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

 private:
    const OpenDocument* m_document = nullptr;
};

}  // namespace lectern
