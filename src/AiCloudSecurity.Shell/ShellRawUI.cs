using System.Management.Automation;
using System.Management.Automation.Host;

namespace AiCloudSecurity.Shell;

/// <summary>The size of the terminal, and its keys; this console does not draw.</summary>
internal sealed class ShellRawUI(Terminal terminal) : PSHostRawUserInterface
{
    private const ConsoleColor Unknown = (ConsoleColor)(-1);

    public override ConsoleColor ForegroundColor { get; set; } = Unknown;

    public override ConsoleColor BackgroundColor { get; set; } = Unknown;

    public override Size BufferSize
    {
        get => new(Terminal.Width, Terminal.Height);
        set => throw NotDrawn();
    }

    public override Size WindowSize
    {
        get => BufferSize;
        set => throw NotDrawn();
    }

    public override Size MaxWindowSize => BufferSize;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override Coordinates CursorPosition
    {
        get => default;
        set => throw NotDrawn();
    }

    public override Coordinates WindowPosition
    {
        get => default;
        set => throw NotDrawn();
    }

    public override int CursorSize { get; set; } = 25;

    public override string WindowTitle { get; set; } = "AiCloudSecurity";

    public override bool KeyAvailable => terminal.CanAsk && Console.KeyAvailable;

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (!terminal.CanAsk)
        {
            throw new HostException("A key is needed, and nobody can be asked here.");
        }

        ConsoleKeyInfo key = Console.ReadKey(intercept: options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NotDrawn();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NotDrawn();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NotDrawn();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw NotDrawn();

    private static PSNotSupportedException NotDrawn() => new("This console does not draw.");
}
