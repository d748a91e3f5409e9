package app

// SurveyScoresSQL is for the test of its plan.
const SurveyScoresSQL = surveyScoresSQL
