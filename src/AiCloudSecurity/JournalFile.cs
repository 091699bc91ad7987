using AiCloudSecurity.Repairs;

namespace AiCloudSecurity;

/// <summary>
/// The journal of repairs: lines are added and never changed, each is on disk before the call returns, and only its
/// owner can read it. It is opened for each line, so that runs side by side can share it.
/// </summary>
internal sealed class JournalFile : IJournal
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly string _path;

    /// <summary>The journal at a full path; it is made where there is none.</summary>
    /// <exception cref="AiCloudException">It cannot be written, or it is none.</exception>
    public JournalFile(string path)
    {
        _path = path;
        if (Directory.Exists(path))
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"'{Display.Safe(path)}' is a folder. Name a file with -JournalPath.", path);
        }
        Open(stream =>
        {
            if (stream.Length > 0)
            {
                Span<byte> start = stackalloc byte[1];
                stream.Position = 0;
                stream.ReadExactly(start);
                if (start[0] != (byte)'{')
                {
                    throw new AiCloudException(ErrorId.EstateUnreadable, $"'{Display.Safe(path)}' is no journal of repairs, so it is not written to. Name another file with -JournalPath.", path);
                }
            }
        });
    }

    /// <summary>Where a user's journal is, unless he says otherwise.</summary>
    public static string DefaultPath =>
        Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
            ? folder : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"), "AiCloudSecurity", "repairs.jsonl");

    /// <inheritdoc/>
    public void Add(JournalLine line) => Open(stream =>
    {
        // What a killed process left of a line must not spoil this one.
        var tail = new byte[1];
        if (stream.Length > 0)
        {
            stream.Position = stream.Length - 1;
            stream.ReadExactly(tail);
        }
        stream.Position = stream.Length;
        var bytes = Journal.Write(line);
        stream.Write(stream.Length > 0 && tail[0] != (byte)'\n' ? [(byte)'\n', .. bytes] : bytes);
        stream.Flush(flushToDisk: true);
    });

    /// <summary>The changes of a journal; none where there is no file.</summary>
    /// <exception cref="AiCloudException">It cannot be read, or is damaged.</exception>
    public static IReadOnlyList<JournalEntry> Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return Journal.Read(copy.GetBuffer().AsMemory(0, (int)copy.Length), path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw InputFile.Missing(path, missing);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new AiCloudException(ErrorId.EstateUnreadable, $"'{Display.Safe(path)}' could not be read: {Display.Safe(failure.Message)}", path, failure);
        }
    }

    private void Open(Action<FileStream> use)
    {
        try
        {
            var folder = Path.GetDirectoryName(_path)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            using var stream = Opened();
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(stream.SafeFileHandle) is var mode && mode != (UnixFileMode.UserRead | UnixFileMode.UserWrite))
            {
                // What is empty and everybody's may be no file at all: a device keeps nothing.
                if (stream.Length == 0)
                {
                    throw new UnauthorizedAccessException("it is empty, and others than you may use it");
                }
                File.SetUnixFileMode(stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            use(stream);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new AiCloudException(ErrorId.ResourceNotFound,
                $"The journal '{Display.Safe(_path)}' cannot be written ({Display.Safe(failure.Message)}), and nothing is changed without it. Name a file that can be written with -JournalPath.", _path, failure);
        }
    }

    // Another run may be adding a line just now.
    private FileStream Opened()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        for (var since = Environment.TickCount64; ; Thread.Sleep(20))
        {
            try
            {
                return new FileStream(_path, options);
            }
            catch (IOException taken) when (taken is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && (taken.HResult & 0xFFFF) is 11 or 32 or 33 && Environment.TickCount64 - since < s_patience.TotalMilliseconds)
            {
                // It is locked for the time of one line.
            }
        }
    }
}
