using System.Management.Automation;
using System.Text.Json;

namespace AiCloudSecurity.OwnChecks;

/// <summary>A resource as a script sees it: what the cloud sent, and what identifies it.</summary>
internal static class ScriptShape
{
    /// <summary>The members of the cloud's own JSON, and Identity (Id, Name, Region, Scope, Parent) unless the cloud sent one of that name.</summary>
    public static object Of(Resource resource)
    {
        using var document = JsonDocument.Parse(resource.Wire, new JsonDocumentOptions { MaxDepth = 64 });
        var shape = Of(document.RootElement) as PSObject ?? new PSObject();
        if (shape.Properties["Identity"] is null)
        {
            shape.Properties.Add(new PSNoteProperty("Identity", resource.Identity));
        }
        return shape;
    }

    private static object? Of(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var shape = new PSObject();
                foreach (var member in value.EnumerateObject())
                {
                    // Members that differ in case only are one to PowerShell; the first counts.
                    if (member.Name.Length > 0 && shape.Properties[member.Name] is null)
                    {
                        shape.Properties.Add(new PSNoteProperty(member.Name, Of(member.Value)));
                    }
                }
                return shape;
            case JsonValueKind.Array:
                return value.EnumerateArray().Select(Of).ToArray();
            case JsonValueKind.String:
                return value.GetString();
            case JsonValueKind.Number:
                return value.TryGetInt64(out var number) ? number : value.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }
}
