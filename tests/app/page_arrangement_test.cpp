// Pages moved, left out and turned: every step taken back leaves what was there before.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "app/page_arrangement.h"

namespace lectern {

static std::vector<int> orderOf(const PageArrangement& a, int count) {
    std::vector<int> out;
    for (int position = 0; position < count; ++position) out.push_back(a.pageAt(position));
    return out;
}

TEST(PageArrangement, MovesTogetherToBeforeAnother) {
    PageArrangement a;
    a.apply(MovePages{{1, 3}, 0}, 5);
    EXPECT_EQ(orderOf(a, 5), (std::vector<int>{1, 3, 0, 2, 4}));
    EXPECT_EQ(a.positionOf(3), 1);
    a.takeBack(MovePages{{1, 3}, 0}, 5);
    EXPECT_TRUE(a.untouched());
}

TEST(PageArrangement, TurnsAddUp) {
    PageArrangement a;
    a.apply(TurnPages{{2}, 3}, 5);
    EXPECT_EQ(a.turn(2), 270);
    a.apply(TurnPages{{2, 1}, 1}, 5);
    EXPECT_EQ(a.turn(2), 0);
    EXPECT_EQ(a.turn(1), 90);
    a.takeBack(TurnPages{{2, 1}, 1}, 5);
    EXPECT_EQ(a.turn(2), 270);
    EXPECT_EQ(a.turn(1), 0);
}

static std::vector<int> some(int count, std::mt19937& random) {
    std::vector<int> all(static_cast<size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    std::shuffle(all.begin(), all.end(), random);
    all.resize(1 + random() % 4);
    std::sort(all.begin(), all.end());
    return all;
}

static ArrangeStep randomStep(const PageArrangement& now, int count, std::mt19937& random) {
    const std::vector<int> pages = some(count, random);
    switch (random() % 3) {
        case 0:
            return MovePages{pages, static_cast<int>(random() % static_cast<unsigned>(count))};
        case 1:
            return TurnPages{pages, 1 + static_cast<int>(random() % 3)};
        default: {
            const bool out = random() % 2 == 0;
            LeaveOutPages step{{}, out};
            for (const int page : pages)
                if (now.leftOut(page) != out) step.pages.push_back(page);
            return step;
        }
    }
}

TEST(PageArrangement, RandomStepsTakenBackInTurnAreTheStart) {
    constexpr int kPages = 9;
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        PageArrangement a;
        std::vector<ArrangeStep> done;
        std::vector<PageArrangement> before;
        for (int i = 0; i < 20; ++i) {
            before.push_back(a);
            done.push_back(randomStep(a, kPages, random));
            a.apply(done.back(), kPages);
            std::vector<int> order = orderOf(a, kPages);
            for (int position = 0; position < kPages; ++position)
                ASSERT_EQ(a.positionOf(order[static_cast<size_t>(position)]), position);
            std::sort(order.begin(), order.end());
            for (int page = 0; page < kPages; ++page) ASSERT_EQ(order[static_cast<size_t>(page)], page);
        }
        while (!done.empty()) {
            a.takeBack(done.back(), kPages);
            ASSERT_EQ(orderOf(a, kPages), orderOf(before.back(), kPages)) << "round " << round;
            ASSERT_EQ(a.turns(), before.back().turns());
            ASSERT_EQ(a.pagesLeftOut(), before.back().pagesLeftOut());
            done.pop_back();
            before.pop_back();
        }
        ASSERT_TRUE(a.untouched());
    }
}

}  // namespace lectern
