using System.Diagnostics;
using System.Text.Json;

namespace AiCloudSecurity.Benchmarks;

/// <summary>This program again, in a process of its own.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(params string[] words) => _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, words)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts an echo server and gives its address.</summary>
    public static Child Echo(EchoOptions options, out Uri endpoint)
    {
        var child = new Child("child-echo", $"{options.DelayMilliseconds}", $"{options.Notebooks}", $"{options.Size}");
        endpoint = new Uri(child._process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The echo server did not start."));
        return child;
    }

    /// <summary>Serves a filled account and gives its address.</summary>
    public static Child Fleet(int size, out Uri endpoint)
    {
        var child = new Child("child-fleet", size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        endpoint = new Uri(child._process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The account was not made."));
        return child;
    }

    /// <summary>Runs a measure to its end and gives what it found.</summary>
    public static T Measure<T>(params string[] words)
    {
        using var child = new Child(words);
        var answer = child._process.StandardOutput.ReadToEnd();
        child._process.WaitForExit();
        return child._process.ExitCode == 0 ? JsonSerializer.Deserialize<T>(answer)!
            : throw new InvalidOperationException($"{words[0]} ended with {child._process.ExitCode}: {answer}");
    }

    /// <summary>A server ends where its input does.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
