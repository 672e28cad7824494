#pragma once
// Tests that run against both databases.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/uuid.hpp"
#include "cluster.hpp"
#include "store/database.hpp"

namespace cramp::store::testing {

/// The one server of this process; nullptr where PostgreSQL is not installed.
inline cramp::testing::Cluster* cluster() {
  static const std::unique_ptr<cramp::testing::Cluster> one = cramp::testing::Cluster::start();
  return one.get();
}

/// A database of its own for each test.
class OnBoth : public ::testing::TestWithParam<Kind> {
 protected:
  OnBoth() {
    std::string name = std::filesystem::temp_directory_path() / "cramp store XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~OnBoth() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  void SetUp() override {
    if (GetParam() == Kind::kSqlite) {
      location_ = folder_ / "store.sqlite";
    } else if (cluster() == nullptr) {
      GTEST_SKIP() << "PostgreSQL is not installed: its half of the store is not tested";
    } else {
      location_ = cluster()->new_database();
    }
  }
  Target target(bool durable = true) const {
    return {GetParam(), base::Secret<std::string>(location_), durable};
  }

  std::filesystem::path folder_;
  std::string location_;
};

inline std::string name_of(const ::testing::TestParamInfo<Kind>& info) {
  return info.param == Kind::kSqlite ? "Sqlite" : "Postgresql";
}

inline CardRow card(const std::string& uuid = base::new_uuid(),
                    const std::string& visibility = "shown") {
  return {.uuid = uuid,
          .key = "a1b2-sealed",
          .visibility = visibility,
          .indicator = "warning",
          .rules = "med-statin,lab-ck-elevated"};
}

inline CallRow call(const std::string& patient, Millis at, std::vector<CardRow> cards) {
  CallRow row;
  row.id = base::new_uuid();
  row.at = at;
  row.service = "leg-cramp-patient-view";
  row.version = "1.0.0";
  row.hook = "patient-view";
  row.client = "ehr";
  row.tenant = "north";
  row.patient = patient;
  row.status = 200;
  row.cards = std::move(cards);
  return row;
}

inline FeedbackRow event(const std::string& card, const std::string& outcome, Millis at,
                         const std::string& reason = "") {
  FeedbackRow row;
  row.id = base::new_uuid();
  row.card = card;
  row.service = "leg-cramp-patient-view";
  row.client = "ehr";
  row.tenant = "north";
  row.outcome = outcome;
  row.outcome_at = at;
  row.received_at = at + 100;
  row.reason = reason;
  return row;
}

}  // namespace cramp::store::testing
