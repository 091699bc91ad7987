using System.Management.Automation;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.OwnChecks;

/// <summary>The checks of users that one cmdlet judges with: those of files, and those registered in the session.</summary>
internal sealed class OwnCheckSet : IDisposable
{
    private readonly ScriptSession? _session;

    /// <summary>Loads them; opens no session where there are none.</summary>
    /// <exception cref="AiCloudException">A file is no check (EstateUnreadable), or two checks have one id.</exception>
    public OwnCheckSet(IReadOnlyList<string> paths, PSLanguageMode languageMode, CancellationToken stop, bool registered = true)
    {
        var scripts = registered ? RegisteredChecks.Here : [];
        if (paths.Count == 0 && scripts.Count == 0)
        {
            return;
        }
        _session = new(languageMode, stop);
        try
        {
            List<CheckScript> loaded = [.. paths.SelectMany(_session.Load)];
            if (loaded.GroupBy(check => check.About.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                throw new AiCloudException(ErrorId.EstateUnreadable, $"Two checks have the id {twice.Key}: in {string.Join(" and ", twice.Select(check => Display.Safe(check.Source)))}. Give one another number.", twice.Key);
            }
            // What a file says counts before what was registered.
            Scripts = [.. loaded, .. scripts.Where(known => !loaded.Exists(check => check.About.Id == known.About.Id))];
            All = [.. Scripts.Select(script => script.In(_session))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>As they were written.</summary>
    public IReadOnlyList<CheckScript> Scripts { get; } = [];

    /// <summary>All of them, ready to judge until this is disposed.</summary>
    public IReadOnlyList<Check> All { get; } = [];

    /// <inheritdoc/>
    public void Dispose() => _session?.Dispose();
}
