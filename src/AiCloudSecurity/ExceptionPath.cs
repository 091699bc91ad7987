using System.Text;
using AiCloudSecurity.Documents;

namespace AiCloudSecurity;

/// <summary>Files of accepted risks.</summary>
internal static class ExceptionPath
{
    /// <summary>What files hold.</summary>
    /// <exception cref="AiCloudException">One is not there (ResourceNotFound) or not as it should be (EstateUnreadable).</exception>
    public static IReadOnlyList<RiskException> Read(IEnumerable<string> paths) =>
        [.. paths.SelectMany(path => ExceptionFile.Read(new StringReader(Text(path)), Path.GetFileName(path)))];

    /// <summary>The text of a file.</summary>
    public static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException failure)
        {
            throw new AiCloudException(ErrorId.EstateUnreadable, $"'{Display.Safe(path)}' is not text in UTF-8.", path, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"'{Display.Safe(path)}' could not be opened: {Display.Safe(failure.Message)} New-AiException makes such a file.", path, failure);
        }
    }
}
