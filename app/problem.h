// Problem: an error as the window shows it: a sentence, the details behind it, and the remedy a button offers.
#pragma once

#include <QObject>
#include <QString>

#include "app/device_notice.h"

namespace lectern {

struct Problem {
    Q_GADGET
 public:
    enum class Remedy { None, EnterPassword, Retry, ChooseFolder, SaveElsewhere };
    Q_ENUM(Remedy)

    QString text;     // one or two sentences
    QString details;  // copyable; what was attempted, on what, expected and found
    Remedy remedy = Remedy::None;
    QString file;   // path it concerns; empty when none
    int page = -1;  // index it concerns; -1 when none
};

// For the one catch block of a thread: the exception being handled as a Problem about `file`.
Problem problemFromCurrentException(const QString& file = {}, int page = -1);
// The notice in the user's language; what a driver or an error said stays English, in the details.
Problem problemFromNotice(const DeviceNotice& notice);

}  // namespace lectern
