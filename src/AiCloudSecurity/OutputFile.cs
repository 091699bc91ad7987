namespace AiCloudSecurity;

/// <summary>A file that is written whole or not at all, and that only its owner can read.</summary>
internal sealed class OutputFile
{
    private readonly bool _exists;

    /// <summary>A file at a full path.</summary>
    /// <exception cref="AiCloudException">It is there and may not be written over, or its folder is not.</exception>
    public OutputFile(string path, bool force)
    {
        Path = path;
        _exists = File.Exists(path);
        if (Directory.Exists(path))
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"'{Display.Safe(path)}' is a folder. Name a file in it.", path);
        }
        if (_exists && !force)
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"'{Display.Safe(path)}' is there already. Write over it with -Force, or name another file.", path);
        }
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)))
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"The folder of '{Display.Safe(path)}' does not exist. Make it first.", path);
        }
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>What to add to a question, where a file would be lost.</summary>
    public string Over => _exists ? " over the file that is there" : "";

    /// <summary>Writes beside the file, then renames.</summary>
    public void Write(Action<Stream> write)
    {
        var beside = $"{Path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            using (var stream = new FileStream(beside, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, Path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"'{Display.Safe(Path)}' could not be written: {Display.Safe(failure.Message)}", Path, failure);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
