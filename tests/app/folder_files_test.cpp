// What a folder is opened as.
#include <gtest/gtest.h>

#include <QDir>
#include <QFileInfo>

#include "app/convert.h"
#include "app/folder_files.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

TEST(FolderFiles, DocumentsOfAllSubfoldersInTheOrderAPersonExpects) {
    const std::filesystem::path folder = test::fresh_folder("folder_files");
    std::filesystem::create_directories(folder / "part 10");
    std::filesystem::create_directories(folder / "part 2" / "deeper");
    std::filesystem::create_directories(folder / ".hidden");
    for (const char* name : {"scan 10.PNG", "scan 2.png", "Scan 1.tif", "notes.txt", ".secret.pdf", "part 10/a.pdf",
                             "part 2/b.jpeg", "part 2/deeper/c.webp", ".hidden/d.pdf", "scan 02.jpg"})
        test::write_file(folder / name, "x");
    std::filesystem::create_directory_symlink(folder, folder / "part 2" / "loop");
    const FolderFiles found = documentsIn(qstring_from_path(folder));
    QStringList names;
    for (const QString& file : found.files) names << QDir(qstring_from_path(folder)).relativeFilePath(file);
    EXPECT_FALSE(found.more);
    EXPECT_EQ(names.join(u'|').toStdString(),
              "part 2/b.jpeg|part 2/deeper/c.webp|part 10/a.pdf|Scan 1.tif|scan 02.jpg|scan 2.png|scan 10.PNG");
    std::filesystem::remove_all(folder);
}

TEST(FolderFiles, NotMoreThanAWindowCanShow) {
    const std::filesystem::path folder = test::fresh_folder("folder_files_many");
    for (int i = 0; i <= kMaxFilesAtOnce; ++i) test::write_file(folder / (std::to_string(i) + ".png"), "x");
    const FolderFiles found = documentsIn(qstring_from_path(folder));
    EXPECT_TRUE(found.more);
    ASSERT_EQ(found.files.size(), kMaxFilesAtOnce);
    EXPECT_EQ(QFileInfo(found.files.last()).completeBaseName().toInt(), kMaxFilesAtOnce - 1);
    std::filesystem::remove_all(folder);
}

TEST(FolderFiles, NumbersOfAnyLengthAreCompared) {
    EXPECT_TRUE(naturallyBefore(QStringLiteral("p9"), QStringLiteral("p10")));
    EXPECT_TRUE(naturallyBefore(QStringLiteral("p99999999999999999998"), QStringLiteral("p99999999999999999999")));
    EXPECT_TRUE(naturallyBefore(QStringLiteral("p007"), QStringLiteral("p8")));
    EXPECT_FALSE(naturallyBefore(QStringLiteral("p10"), QStringLiteral("p9")));
    EXPECT_TRUE(naturallyBefore(QStringLiteral("a"), QStringLiteral("B")));
}

}  // namespace lectern
