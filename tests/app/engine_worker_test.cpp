// The engine thread and its device: what it says when a GPU is lost, and that no later engine is given a GPU.
#include "app/engine_worker.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

namespace lectern {
namespace {

// Loses its GPU when it is loaded.
class LosingEngine : public Engine {
 public:
    explicit LosingEngine(bool has_gpu) : has_gpu_(has_gpu) {}
    std::string model_name() const override { return "model"; }
    std::string device_name() override { return has_gpu_ ? "Card" : "Processor"; }
    bool lost_gpu() const override { return lost_; }
    void set_notice(NoticeTaker taker) override { notice_ = std::move(taker); }
    double wanted_dpi() override { return 72; }
    std::vector<Task> tasks() override { return {Task::page}; }
    void load() override {
        if (!has_gpu_) return;
        has_gpu_ = false;
        lost_ = true;
        notice_({.kind = DeviceNotice::Kind::gpu_lost, .gpu = "Card", .reason = "It stopped."});
    }
    Page read(const PageInput&, const ReadOptions&, PageEvents&, std::stop_token) override { return {}; }

 private:
    bool has_gpu_, lost_ = false;
    NoticeTaker notice_;
};

TEST(EngineWorkerTest, ALostGpuIsSaidAndNoLaterEngineGetsOne) {
    QStringList devices;  // asked for, on the engine thread; read when it has answered
    EngineWorker worker([&](const EngineChoice& choice) {
        devices << choice.device;
        return std::make_unique<LosingEngine>(choice.device != QStringLiteral("cpu"));
    });
    QStringList known;
    QObject::connect(&worker, &EngineWorker::engineKnown, &worker,
                     [&](const EngineChoice&, const EngineFacts& facts) { known << facts.device; });
    QList<Problem> notices;
    QObject::connect(&worker, &EngineWorker::noticeGiven, &worker, [&](const Problem& notice) { notices << notice; });
    worker.prepare({QStringLiteral("one"), QStringLiteral("vulkan"), 0});
    ASSERT_TRUE(QTest::qWaitFor([&] { return known.size() == 2; }, 20'000));
    EXPECT_EQ(known, QStringList({QStringLiteral("Card"), QStringLiteral("Processor")}));
    ASSERT_EQ(notices.size(), 1);
    EXPECT_TRUE(notices[0].text.contains(QStringLiteral("Card stopped working."))) << notices[0].text.toStdString();
    EXPECT_EQ(notices[0].details, QStringLiteral("It stopped."));
    EXPECT_EQ(notices[0].remedy, Problem::Remedy::None);
    worker.prepare({QStringLiteral("two"), QStringLiteral("vulkan"), 0});
    ASSERT_TRUE(QTest::qWaitFor([&] { return known.size() == 3; }, 20'000));
    EXPECT_EQ(known.back(), QStringLiteral("Processor"));
    EXPECT_EQ(devices, QStringList({QStringLiteral("vulkan"), QStringLiteral("cpu")}));
}

// Hands on what it is told of the picture.
class TellingEngine : public Engine {
 public:
    std::string model_name() const override { return "model"; }
    std::string device_name() override { return "Processor"; }
    double wanted_dpi() override { return 72; }
    std::vector<Task> tasks() override { return {Task::page}; }
    void load() override {}
    Page read(const PageInput& input, const ReadOptions&, PageEvents&, std::stop_token) override {
        return {.state = PageState::read, .warnings = input.warnings};
    }
};

class FlawedSource : public PageSource {
 public:
    size_t page_count() const override { return 1; }
    PageInfo page_info(size_t) const override { return {.width = 72, .height = 72}; }
    Image render(size_t, double, std::stop_token) const override { return Image(8, 8); }
    std::vector<std::string> flaws(size_t) const override { return {"The lower part is missing."}; }
    Image thumbnail(size_t, int) const override { return {}; }
    std::map<std::string, std::string> metadata() const override { return {}; }
    bool is_picture() const override { return true; }
    std::unique_ptr<PageSource> clone() const override { return std::make_unique<FlawedSource>(); }
};

TEST(EngineWorkerTest, APictureCutShortSaysSo) {
    EngineWorker worker([](const EngineChoice&) { return std::make_unique<TellingEngine>(); });
    std::vector<Page> pages;
    QObject::connect(&worker, &EngineWorker::pageRead, &worker,
                     [&](quint64, const Page& page) { pages.push_back(page); });
    worker.addDocument(1, std::make_unique<FlawedSource>());
    worker.read({.generation = 1, .document = 1, .file = QStringLiteral("cut.jpg"), .pageIndex = 0, .options = {}});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !pages.empty(); }, 20'000));
    EXPECT_EQ(pages[0].warnings, std::vector<std::string>{"The lower part is missing."});
}

// Each notice names the GPU and, where memory is what lacks, what is needed and what is free; on the command line, too.
TEST(Notice, TheWindowAndTheCommandLineSayWhatLacks) {
    using Kind = DeviceNotice::Kind;
    QLocale::setDefault(QLocale(QLocale::English));
    for (const Kind kind : {Kind::gpu_too_small, Kind::gpu_unusable, Kind::gpu_fell_out, Kind::gpu_lost,
                            Kind::page_too_large, Kind::tight_memory}) {
        const DeviceNotice notice{.kind = kind,
                                  .gpu = "Card",
                                  .reason = "It said why.",
                                  .needed = 6'700'000'000,
                                  .free = 4'000'000'000,
                                  .dpi = 200};
        const Problem window = problemFromNotice(notice);
        const std::string shell = sentence(notice);
        const bool of_memory = kind == Kind::gpu_too_small || kind == Kind::tight_memory;
        const auto both = [&](const char* shown, const char* printed) {
            EXPECT_TRUE(window.text.contains(QLatin1String(shown))) << window.text.toStdString();
            EXPECT_NE(shell.find(printed), std::string::npos) << shell;
        };
        if (of_memory) {
            both("6.7", "6.7 GB");
            both("4.0", "4.0 GB are free");
        } else {
            EXPECT_NE(shell.find("It said why."), std::string::npos) << shell;
            EXPECT_EQ(window.details, QStringLiteral("It said why."));
        }
        if (kind != Kind::tight_memory) both("processor", "processor");
        if (kind != Kind::tight_memory && kind != Kind::gpu_fell_out) both("Card", "Card");
        EXPECT_EQ(shell.find("  "), std::string::npos) << shell;
    }
}

}  // namespace
}  // namespace lectern

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
