#include "app/trace.hpp"

#include <gtest/gtest.h>

namespace cramp::app {
namespace {

constexpr const char* kHeader = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(Trace, GoesOnWithTheCallersTraceUnderASpanOfItsOwn) {
  const Trace trace = trace_from(kHeader);
  EXPECT_EQ(trace.trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(trace.parent, "b7ad6b7169203331");
  EXPECT_NE(trace.span, trace.parent);
  EXPECT_EQ(trace.header(), "00-" + trace.trace_id + "-" + trace.span + "-01");
  EXPECT_EQ(trace_from(trace.header()).parent, trace.span) << "what is sent on is valid";
}

TEST(Trace, KeepsTheSampledFlagAndUnderstandsLaterVersions) {
  EXPECT_FALSE(trace_from("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00").sampled);
  EXPECT_TRUE(trace_from("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff").sampled);
  EXPECT_EQ(trace_from("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more").parent,
            "b7ad6b7169203331");
}

TEST(Trace, BeginsOneWhereTheHeaderIsNotValid) {
  for (const char* header : {"", "00", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                             "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                             "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                             "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                             "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                             "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                             "00-PATIENT NAME HERE IN A HEADER 12-b7ad6b7169203331-01"}) {
    const Trace trace = trace_from(header);
    EXPECT_EQ(trace.parent, "") << header;
    EXPECT_EQ(trace.trace_id.size(), 32U);
    EXPECT_EQ(trace_from(trace.header()).parent, trace.span) << trace.header();
  }
}

}  // namespace
}  // namespace cramp::app
