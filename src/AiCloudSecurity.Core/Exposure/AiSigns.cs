using System.Text;

namespace AiCloudSecurity.Exposure;

/// <summary>
/// How a machine is known to be for AI where no service says so. Any of these is enough: accelerators, an image of its cloud's for
/// deep learning, what it may call (AWS), and a word of its tags, labels or name.
/// </summary>
internal static class AiSigns
{
    // Whole words of a name, between what is neither letter nor digit.
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        "ai", "ml", "llm", "llms", "genai", "rag", "mlops", "machinelearning", "deeplearning", "inference", "jupyter", "jupyterlab", "jupyterhub", "notebook", "notebooks",
        "ollama", "vllm", "triton", "mlflow", "kubeflow", "pytorch", "tensorflow", "huggingface", "langchain", "langflow", "comfyui", "sagemaker", "bedrock", "openai", "vertexai", "gpu",
    };

    // Two words that are one thing.
    private static readonly string[] s_pairs = ["machine learning", "deep learning", "vector db", "vector database"];

    /// <summary>What tags say, as a sentence; null where they say nothing of AI.</summary>
    public static string? InTags(IEnumerable<(string? Key, string? Value)> tags)
    {
        foreach (var (key, value) in tags)
        {
            if (HasWord(key) || HasWord(value))
            {
                return $"Its tag {key}={value} names AI.";
            }
        }
        return null;
    }

    /// <summary>Whether a text has a word of AI.</summary>
    public static bool HasWord(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 256)
        {
            return false;
        }
        var words = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            words.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
        }
        var list = words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Array.Exists(list, s_words.Contains) || Array.Exists(s_pairs, pair => string.Join(' ', list).Contains(pair, StringComparison.Ordinal));
    }
}

/// <summary>Where machines that run AI answer.</summary>
internal static class MachinePorts
{
    /// <summary>SSH.</summary>
    public const int Ssh = 22;

    /// <summary>Each way in, and its ports: shells, notebooks, and servers of models with what is built on them.</summary>
    public static IReadOnlyList<(string Entry, int[] Ports)> Entries { get; } =
    [
        ("SSH", [Ssh]),
        ("Remote Desktop", [3389]),
        // Jupyter, RStudio and code-server.
        ("Notebook", [8888, 8787]),
        // A web server before them; MLflow, TGI and Flask; Gradio; vLLM, Triton's HTTP, gRPC and figures; TorchServe; Ray; TensorFlow Serving; Ollama; Streamlit.
        ("Inference", [443, 80, 5000, 7860, 8000, 8001, 8080, 8081, 8265, 8500, 8501, 11434]),
    ];
}

/// <summary>The ways to a machine that runs AI.</summary>
internal static class MachineWays
{
    /// <summary>A way for SSH, and one for each other kind of port that somebody beyond its own network reaches; ports with the same callers are one way.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="what">What it is in a word.</param>
    /// <param name="network">What its network is called.</param>
    /// <param name="reaching">Who reaches a port.</param>
    /// <param name="filters">What filters a port.</param>
    /// <param name="why">What shows that it is for AI.</param>
    public static IEnumerable<Exposed> Of(Resource machine, string what, string network, Func<int, Connections> reaching, Func<int, IEnumerable<string>> filters, string why)
    {
        foreach (var (entry, ports) in MachinePorts.Entries)
        {
            var isShell = ports[0] == MachinePorts.Ssh;
            var groups = from port in ports
                         let reached = reaching(port)
                         where isShell || reached.Reach is not (Reach.None or Reach.PrivateNetwork)
                         group port by (reached.Reach, reached.Internet, reached.Network, reached.Peered, Unseen: string.Join(' ', reached.Unseen));
            foreach (var group in groups)
            {
                var exposed = new Exposed(machine, what, ports.Length == 1 ? entry : $"{entry} (port{(group.Count() > 1 ? "s" : "")} {string.Join(", ", group.Order())})")
                {
                    Authentication = entry is "SSH" or "Remote Desktop" ? Authentication.Key : Authentication.Unknown,
                    IsInference = entry is "Inference",
                    IsNotebook = entry is "Notebook",
                };
                exposed.By(reaching(group.First()), network, filters(group.First()), string.Join(',', group.Order()));
                yield return exposed.Because(why).Because(isShell ? null : "Whether something answers there is not known.");
            }
        }
    }
}
