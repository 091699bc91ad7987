using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;

namespace AiCloudSecurity.Shell;

/// <summary>The three standard streams: which are terminals, how wide, and whether they may carry escape sequences.</summary>
internal sealed class Terminal : IDisposable
{
    private const int DefaultWidth = 120;
    private const int NarrowWidth = 80;
    private const int DefaultHeight = 50;

    private readonly Lock gate = new();
    private readonly StreamWriter output = Open(Console.OpenStandardOutput());
    private readonly StreamWriter error = Open(Console.OpenStandardError());
    private int progressLength;

    public Terminal(bool nonInteractive)
    {
        bool colours = SupportsColours();
        OutputHasColours = colours && !Console.IsOutputRedirected;
        ErrorHasColours = colours && !Console.IsErrorRedirected;
        CanAsk = !nonInteractive && !Console.IsInputRedirected;
    }

    public bool OutputHasColours { get; }

    public bool ErrorHasColours { get; }

    /// <summary>Somebody is there to answer.</summary>
    public bool CanAsk { get; }

    public static int Width
    {
        get
        {
            if (!Console.IsOutputRedirected && Console.WindowWidth is > 0 and int width)
            {
                return width;
            }

            return int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out int columns) && columns > 0 ? columns : DefaultWidth;
        }
    }

    public static int Height => !Console.IsOutputRedirected && Console.WindowHeight is > 0 and int height ? height : DefaultHeight;

    public void Write(string text) => Write(output, OutputHasColours, text);

    public void WriteLine(string text) => Write(output, OutputHasColours, text + Environment.NewLine);

    /// <summary>Writes a line to standard error, in a style where there are colours.</summary>
    /// <param name="text">The line.</param>
    /// <param name="style">The escape sequence of a colour; none if empty.</param>
    public void WriteErrorLine(string text, string style = "") =>
        Write(error, ErrorHasColours, (style.Length > 0 ? style + text + PSStyle.Instance.Reset : text) + Environment.NewLine);

    /// <summary>A question: on standard error, so that redirected results stay clean.</summary>
    public void Ask(string text) => Write(error, ErrorHasColours, text);

    /// <summary>Rewrites the one progress line; writes nothing where nobody watches.</summary>
    public void ShowProgress(string text)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        lock (gate)
        {
            string line = Plain(text).ReplaceLineEndings(" ");
            int room = (Console.IsOutputRedirected ? NarrowWidth : Width) - 1;
            line = line.Length <= room ? line : line[..room];
            error.Write('\r' + line.PadRight(progressLength) + '\r');
            progressLength = line.Length;
        }
    }

    public void ClearProgress()
    {
        lock (gate)
        {
            if (progressLength > 0)
            {
                error.Write('\r' + new string(' ', progressLength) + '\r');
                progressLength = 0;
            }
        }
    }

    public void Dispose()
    {
        ClearProgress();
        output.Dispose();
        error.Dispose();
    }

    private void Write(StreamWriter stream, bool colours, string text)
    {
        lock (gate)
        {
            ClearProgress();
            stream.Write(colours ? text : Plain(text));
        }
    }

    // The engine removes the sequences that it knows; a lone escape would still be an escape.
    private static string Plain(string text) => text.Contains('\e')
        ? new StringDecorated(text).ToString(OutputRendering.PlainText).Replace("\e", "", StringComparison.Ordinal)
        : text;

    private static bool SupportsColours() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && (OperatingSystem.IsWindows()
            ? Environment.GetEnvironmentVariable("WT_SESSION") is not null
            : Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"));

    private static StreamWriter Open(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };
}
