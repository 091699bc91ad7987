namespace AiCloudSecurity;

/// <summary>The services of Google Cloud that are AI: a project in which one is enabled uses AI, whether or not something was made in it.</summary>
public static class GcpAiServices
{
    /// <summary>Their names, as aiplatform.googleapis.com.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "aiplatform.googleapis.com", "automl.googleapis.com", "contactcenterinsights.googleapis.com", "dialogflow.googleapis.com", "discoveryengine.googleapis.com", "documentai.googleapis.com",
        "generativelanguage.googleapis.com", "language.googleapis.com", "ml.googleapis.com", "notebooks.googleapis.com", "speech.googleapis.com", "texttospeech.googleapis.com",
        "translate.googleapis.com", "videointelligence.googleapis.com", "vision.googleapis.com",
    ];
}
