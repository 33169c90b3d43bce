#include "app/models/installed_model_model.h"

#include <QLocale>

namespace lectern {

// Other programs want some of the memory, too.
static constexpr double kComfortable = 0.75;

static QString sizeText(qint64 bytes) {
    return QLocale().formattedDataSize(bytes, bytes < 1'000'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

void InstalledModelModel::show(std::vector<ModelFacts> models, qint64 memory) {
    beginResetModel();
    m_models = std::move(models);
    m_memory = memory;
    endResetModel();
}

InstalledModelModel::Fit InstalledModelModel::fitOf(const ModelFacts& model) const {
    if (!model.problem.isEmpty()) return Fit::Broken;
    if (model.needed > m_memory) return Fit::TooLarge;
    return static_cast<double>(model.needed) > kComfortable * static_cast<double>(m_memory) ? Fit::Tight : Fit::Fits;
}

QString InstalledModelModel::fitText(const ModelFacts& model) const {
    const QString there = sizeText(m_memory);
    switch (fitOf(model)) {
        case Fit::Fits:
            return tr("Fits this computer");
        case Fit::Tight:
            return tr("Fits, if other programs leave most of the %1 alone").arg(there);
        case Fit::TooLarge:
            return tr("Too large: there are %1").arg(there);
        case Fit::Broken:
            return model.problem;
    }
    return {};
}

int InstalledModelModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_models.size());
}

QVariant InstalledModelModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ModelFacts& model = m_models[static_cast<size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return model.name;
        case FamilyRole:
            return model.family;
        case SizeRole:
            return sizeText(model.bytes);
        case NeedRole:
            return model.needed > 0 ? tr("about %1 for a letter page").arg(sizeText(model.needed)) : QString();
        case FitRole:
            return QVariant::fromValue(fitOf(model));
        case FitTextRole:
            return fitText(model);
        case TasksRole:
            return model.tasks;
        case InBoxRole:
            return model.inBox;
    }
    return {};
}

QHash<int, QByteArray> InstalledModelModel::roleNames() const {
    return {{NameRole, "name"}, {FamilyRole, "family"},   {SizeRole, "size"},   {NeedRole, "need"},
            {FitRole, "fit"},   {FitTextRole, "fitText"}, {TasksRole, "tasks"}, {InBoxRole, "inBox"}};
}

}  // namespace lectern
