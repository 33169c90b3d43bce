// ProblemModel: what went wrong and has not been dealt with, newest first; a few at most.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <optional>
#include <vector>

#include "app/problem.h"

namespace lectern {

class ProblemModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
    enum Role { TextRole = Qt::UserRole + 1, DetailsRole, RemedyRole };

    using QAbstractListModel::QAbstractListModel;

    void add(const Problem& problem);  // the same text about the same thing is shown once
    Problem take(int row);
    // A later attempt succeeded: all about the file, or what that remedy was for.
    void clearAbout(const QString& file, std::optional<Problem::Remedy> remedy = {});
    int count() const { return static_cast<int>(m_problems.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
    void countChanged();

 private:
    std::vector<Problem> m_problems;
};

}  // namespace lectern
