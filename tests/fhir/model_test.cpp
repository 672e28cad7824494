#include <gtest/gtest.h>

#include <vector>

#include "fhir/model.hpp"

namespace cramp::fhir {
namespace {

std::string_view type_of(std::string_view type, std::string_view element) {
  const ElementInfo* info = find_element(find_type(type), element);
  return info == nullptr ? "none" : type_info(info->type).name;
}

TEST(Model, FindsEveryTypeByItsName) {
  std::size_t count = 0;
  for (TypeId id = 1; !type_info(id).name.empty(); ++id, ++count) {
    EXPECT_EQ(find_type(type_info(id).name), id) << type_info(id).name;
  }
  EXPECT_EQ(count, 931U);
  for (const auto* unknown : {"", "condition", "Conditio", "Conditions", "zzz", "System.String"}) {
    EXPECT_EQ(find_type(unknown), kUnknownType) << unknown;
  }
  EXPECT_TRUE(type_info(60000).name.empty());
}

TEST(Model, ElementsOfTheTypeAndItsBases) {
  EXPECT_EQ(type_of("Condition", "code"), "CodeableConcept");
  EXPECT_EQ(type_of("Condition", "id"), "id");
  EXPECT_EQ(type_of("Condition", "extension"), "Extension");
  EXPECT_EQ(type_of("Observation.Component", "code"), "CodeableConcept");
  EXPECT_EQ(type_of("Observation.Component", "modifierExtension"), "Extension");
  EXPECT_EQ(type_of("Patient", "gender"), "AdministrativeGender");
  EXPECT_EQ(type_of("Bundle.Entry", "link"), "Bundle.Link");
  EXPECT_EQ(type_of("Bundle.Entry", "resource"), "Resource");
  EXPECT_EQ(type_of("Age", "value"), "decimal");
  EXPECT_EQ(type_of("Condition", "Code"), "none");
  EXPECT_EQ(type_of("Condition", "onsetDateTime"), "none");
  EXPECT_EQ(find_element(kUnknownType, "code"), nullptr);
}

TEST(Model, TellsListsFromSingleElements) {
  EXPECT_TRUE(find_element(find_type("Condition"), "category")->is_list);
  EXPECT_FALSE(find_element(find_type("Condition"), "code")->is_list);
  EXPECT_TRUE(find_element(find_type("Observation"), "component")->is_list);
  EXPECT_TRUE(find_element(find_type("CodeableConcept"), "coding")->is_list);
  EXPECT_FALSE(find_element(find_type("Encounter"), "period")->is_list);
}

std::vector<std::string_view> choices(std::string_view type, std::string_view element) {
  std::vector<std::string_view> names;
  for (const TypeId choice : find_element(find_type(type), element)->choices) {
    names.push_back(type_info(choice).name);
  }
  return names;
}

TEST(Model, ChoicesAreTypesAsDataNamesThem) {
  EXPECT_EQ(choices("Condition", "onset"),
            (std::vector<std::string_view>{"dateTime", "Age", "Period", "Range", "string"}));
  EXPECT_EQ(find_element(find_type("Condition"), "onset")->type, kUnknownType);
  EXPECT_EQ(choices("Dosage.DoseAndRate", "dose"),
            (std::vector<std::string_view>{"Range", "Quantity"}));
  EXPECT_TRUE(find_element(find_type("Condition"), "code")->choices.empty());
}

TEST(Model, PrimitivesHaveASystemType) {
  const std::pair<std::string_view, SystemType> expected[] = {
      {"boolean", SystemType::kBoolean},
      {"integer", SystemType::kInteger},
      {"positiveInt", SystemType::kInteger},
      {"decimal", SystemType::kDecimal},
      {"string", SystemType::kString},
      {"code", SystemType::kString},
      {"id", SystemType::kString},
      {"canonical", SystemType::kString},
      {"markdown", SystemType::kString},
      {"base64Binary", SystemType::kString},
      {"date", SystemType::kDate},
      {"dateTime", SystemType::kDateTime},
      {"instant", SystemType::kDateTime},
      {"time", SystemType::kTime},
      {"xhtml", SystemType::kString},
      {"AdministrativeGender", SystemType::kString},
      {"ConditionVerificationStatus", SystemType::kNone},  // R4 binds a CodeableConcept
      {"ObservationStatus", SystemType::kString},
      {"Quantity", SystemType::kNone},
      {"Condition", SystemType::kNone}};
  for (const auto& [name, system] : expected) {
    EXPECT_EQ(type_info(find_type(name)).system, system) << name;
  }
  EXPECT_EQ(find_element(find_type("Coding"), "id")->system, SystemType::kString);
  EXPECT_EQ(find_element(find_type("code"), "value")->system, SystemType::kString);
  EXPECT_EQ(find_element(find_type("Quantity"), "value")->system, SystemType::kNone);
}

TEST(Model, Subtypes) {
  const auto derives = [](std::string_view type, std::string_view ancestor) {
    return is_subtype(find_type(type), find_type(ancestor));
  };
  EXPECT_TRUE(derives("Condition", "Condition"));
  EXPECT_TRUE(derives("Condition", "DomainResource"));
  EXPECT_TRUE(derives("Condition", "Resource"));
  EXPECT_TRUE(derives("Age", "Quantity"));
  EXPECT_TRUE(derives("positiveInt", "integer"));
  EXPECT_TRUE(derives("Quantity", "SimpleQuantity"));
  EXPECT_TRUE(derives("SimpleQuantity", "Quantity"));
  EXPECT_FALSE(derives("Quantity", "Age"));
  EXPECT_FALSE(derives("Resource", "Condition"));
  EXPECT_FALSE(derives("Binary", "DomainResource"));
  EXPECT_FALSE(is_subtype(kUnknownType, find_type("Resource")));
  EXPECT_FALSE(is_subtype(find_type("Resource"), kUnknownType));
}

}  // namespace
}  // namespace cramp::fhir
