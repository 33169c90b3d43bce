// DocumentModel: the files that are open, and the vector that holds them.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <memory>
#include <vector>

#include "app/open_document.h"

namespace lectern {

class DocumentModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
    enum Role { NameRole = Qt::UserRole + 1, PathRole, PagesRole, SummaryRole };

    using QAbstractListModel::QAbstractListModel;

    int add(std::unique_ptr<OpenDocument> document);  // its row
    void remove(int row);
    void documentChanged(int id);  // its summary

    OpenDocument* at(int row) const;  // nullptr when there is none
    OpenDocument* byId(int id) const;
    int rowOfId(int id) const;  // -1: none
    int rowOfPath(const QString& path) const;
    int count() const { return static_cast<int>(m_documents.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
    void countChanged();

 private:
    std::vector<std::unique_ptr<OpenDocument>> m_documents;
};

}  // namespace lectern
