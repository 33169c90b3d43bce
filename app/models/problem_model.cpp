#include "app/models/problem_model.h"

#include <algorithm>

namespace lectern {

static constexpr size_t kShown = 20;  // a folder of broken files must not fill the window

static QString remedyLabel(Problem::Remedy remedy) {
    switch (remedy) {
        case Problem::Remedy::None:
            return {};
        case Problem::Remedy::EnterPassword:
            return ProblemModel::tr("Enter password…");
        case Problem::Remedy::Retry:
            return ProblemModel::tr("Try again");
        case Problem::Remedy::ChooseFolder:
        case Problem::Remedy::SaveElsewhere:
            return ProblemModel::tr("Choose another folder…");
    }
    return {};
}

void ProblemModel::add(const Problem& problem) {
    auto same = std::find_if(m_problems.begin(), m_problems.end(),
                             [&](const Problem& p) { return p.text == problem.text && p.file == problem.file; });
    if (same != m_problems.end()) return;
    if (m_problems.size() == kShown) {
        beginRemoveRows({}, count() - 1, count() - 1);
        m_problems.pop_back();
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_problems.insert(m_problems.begin(), problem);
    endInsertRows();
    Q_EMIT countChanged();
}

Problem ProblemModel::take(int row) {
    if (row < 0 || row >= count()) return {};
    Problem problem = m_problems[static_cast<size_t>(row)];
    beginRemoveRows({}, row, row);
    m_problems.erase(m_problems.begin() + row);
    endRemoveRows();
    Q_EMIT countChanged();
    return problem;
}

void ProblemModel::clearAbout(const QString& file, std::optional<Problem::Remedy> remedy) {
    for (int row = count() - 1; row >= 0; --row) {
        const Problem& p = m_problems[static_cast<size_t>(row)];
        if (p.file == file && p.remedy == remedy.value_or(p.remedy)) take(row);
    }
}

int ProblemModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ProblemModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Problem& p = m_problems[static_cast<size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case TextRole:
            return p.text;
        case DetailsRole:
            return p.details;
        case RemedyRole:
            return remedyLabel(p.remedy);
    }
    return {};
}

QHash<int, QByteArray> ProblemModel::roleNames() const {
    return {{TextRole, "message"}, {DetailsRole, "details"}, {RemedyRole, "remedy"}};
}

}  // namespace lectern
