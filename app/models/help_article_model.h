// HelpArticleModel: the blocks of the guide's topic in view.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "app/help_text.h"

namespace lectern {

class HelpArticleModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("HelpGuide owns it")
 public:
    enum Role { KindRole = Qt::UserRole + 1, LevelRole, PlainRole, MarkupRole };
    enum Kind { Heading, Paragraph, Bullet, Numbered, Code, Table };  // as HelpBlock::Kind
    Q_ENUM(Kind)

    using QAbstractListModel::QAbstractListModel;

    void show(const HelpTopic* topic);  // outlives the model's use of it; null shows nothing

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

 private:
    const HelpTopic* m_topic = nullptr;
};

}  // namespace lectern
