using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace AiCloudSecurity.Help;

/// <summary>
/// Writes what a package holds: a bill of materials as CycloneDX 1.6, and the SHA-256 of each file in the form that
/// <c>sha256sum --check</c> reads. Both are made from what NuGet restored and from the files that ship, and from nothing else:
/// no time and no random number is in them, so the same sources give the same files.
/// </summary>
internal static class Sbom
{
    /// <summary>The libraries in a package folder that others wrote, by name.</summary>
    /// <param name="package">The folder.</param>
    /// <param name="assets">What NuGet restored: project.assets.json of each project that ships.</param>
    public static IReadOnlyCollection<Component> Components(string package, IEnumerable<string> assets)
    {
        var shipped = Directory.GetFiles(package, "*.dll", SearchOption.AllDirectories).ToLookup(path => Path.GetFileName(path)!, StringComparer.OrdinalIgnoreCase);
        SortedDictionary<string, Component> components = new(StringComparer.Ordinal);
        foreach (var path in assets)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
            foreach (var library in root.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package"))
            {
                var files = library.Value.TryGetProperty("runtime", out var runtime) ? runtime.EnumerateObject().Select(file => Path.GetFileName(file.Name)).SelectMany(name => shipped[name]).ToList() : [];
                if (files.Count == 0)
                {
                    continue;
                }
                var about = root.GetProperty("libraries").GetProperty(library.Name);
                var (name, number) = (library.Name.Split('/')[0], library.Name.Split('/')[1]);
                var folder = folders.Select(folder => Path.Join(folder, about.GetProperty("path").GetString())).First(Directory.Exists);
                var needs = library.Value.TryGetProperty("dependencies", out var dependencies) ? dependencies.EnumerateObject().Select(dependency => dependency.Name).ToList() : [];
                components[name] = new(name, number, folder, XDocument.Load(Directory.GetFiles(folder, "*.nuspec")[0]).Root!.Elements().First(), Convert.ToHexStringLower(Convert.FromBase64String(about.GetProperty("sha512").GetString()!)), needs);
            }
        }
        return components.Values;
    }

    /// <summary>The bill of materials.</summary>
    /// <param name="components">What others wrote.</param>
    /// <param name="version">The version of the module.</param>
    public static string Of(IReadOnlyCollection<Component> components, string version)
    {
        var byName = components.ToDictionary(component => component.Name);
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteStartObject("component");
            json.WriteString("type", "library");
            json.WriteString("bom-ref", "AiCloudSecurity");
            json.WriteString("name", "AiCloudSecurity");
            json.WriteString("version", version);
            WriteLicense(json, "MIT");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (var component in components)
            {
                component.Write(json);
            }
            json.WriteEndArray();
            json.WriteStartArray("dependencies");
            json.WriteStartObject();
            json.WriteString("ref", "AiCloudSecurity");
            Write(json, "dependsOn", components.Select(component => component.Reference));
            json.WriteEndObject();
            foreach (var component in components)
            {
                json.WriteStartObject();
                json.WriteString("ref", component.Reference);
                Write(json, "dependsOn", component.Needs.Select(need => byName.GetValueOrDefault(need)).OfType<Component>().Select(need => need.Reference));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(output.ToArray()) + "\n";
    }

    /// <summary>The SHA-256 of each file in a folder, by its path from there.</summary>
    public static string Hashes(string package, string except) => string.Concat(
        from path in Directory.GetFiles(package, "*", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(package, path).Replace('\\', '/')
        where name != except
        orderby name
        select $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}  {name}\n");

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }
        json.WriteEndArray();
    }

    private static void WriteLicense(Utf8JsonWriter json, string expression)
    {
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteString("expression", expression);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>A library that ships.</summary>
    /// <param name="Name">The package's id.</param>
    /// <param name="Version">Its version.</param>
    /// <param name="Folder">Where NuGet unpacked it.</param>
    /// <param name="Metadata">What its nuspec says.</param>
    /// <param name="Hash">The SHA-512 of the package, in hexadecimal.</param>
    /// <param name="Needs">The ids of the packages that it needs.</param>
    internal sealed record Component(string Name, string Version, string Folder, XElement Metadata, string Hash, IReadOnlyList<string> Needs)
    {
        public string Reference => $"pkg:nuget/{Name}@{Version}";

        /// <summary>The expression of SPDX; empty where the package has a file or an address instead.</summary>
        public string License => Metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license") is { } license && license.Attribute("type")?.Value == "expression" ? license.Value
            // Named by the address of the text, which is MIT's: https://github.com/MiloszKrajewski/K4os.Compression.LZ4/blob/master/LICENSE
            : Name.StartsWith("K4os.", StringComparison.Ordinal) ? "MIT" : "";

        /// <summary>What the nuspec says under a name; empty where it does not.</summary>
        public string About(string name) => Metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() ?? "";

        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("type", "library");
            json.WriteString("bom-ref", Reference);
            json.WriteString("name", Name);
            json.WriteString("version", Version);
            json.WriteStartArray("hashes");
            json.WriteStartObject();
            json.WriteString("alg", "SHA-512");
            json.WriteString("content", Hash);
            json.WriteEndObject();
            json.WriteEndArray();
            if (License.Length > 0)
            {
                WriteLicense(json, License);
            }
            json.WriteString("purl", Reference);
            json.WriteEndObject();
        }
    }
}
