using System.Text;

namespace AiCloudSecurity.Help;

/// <summary>
/// THIRD-PARTY-NOTICES.txt of a package: who wrote the libraries in it, under which licence, and each licence's text once,
/// as MIT and Apache-2.0 ask of whoever hands copies on. The texts come from the libraries' own packages and from our LICENSE.
/// </summary>
internal static class Notices
{
    // https://opensource.org/license/bsd-3-clause, for packages that have its name without its text.
    private const string Bsd = """
        Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met:

        1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.

        2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer in the documentation and/or other materials provided with the distribution.

        3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote products derived from this software without specific prior written permission.

        THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
        """;

    /// <param name="components">What others wrote.</param>
    /// <param name="license">Our own LICENSE, which is MIT's text.</param>
    /// <exception cref="InvalidOperationException">A library's licence has no text anywhere.</exception>
    public static string Of(IReadOnlyCollection<Sbom.Component> components, string license)
    {
        StringBuilder text = new("AiCloudSecurity contains these libraries.\n");
        foreach (var component in components)
        {
            var copyright = component.About("copyright") is { Length: > 0 } said ? said : $"Copyright {component.About("authors")}";
            text.Append($"\n{component.Name} {component.Version}\n    {copyright}\n    {Name(component)}\n");
            if (component.About("projectUrl") is { Length: > 0 } address)
            {
                text.Append($"    {address}\n");
            }
        }
        foreach (var group in components.GroupBy(Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var grant = group.Key == "BSD-3-Clause" ? Bsd : group.Key == "MIT" ? license[license.IndexOf("Permission is hereby granted", StringComparison.Ordinal)..]
                : group.Select(Text).FirstOrDefault(found => found is not null) ?? throw new InvalidOperationException($"No package has the text of {group.Key}, which {group.First().Name} is under.");
            text.Append($"\n{new string('-', 72)}\n{group.Key}\n\n{grant.ReplaceLineEndings("\n").Trim('\n', '\uFEFF')}\n");
        }
        return text.ToString();
    }

    // Older packages of .NET name MIT's text by its address.
    private static string Name(Sbom.Component component) => component.License is { Length: > 0 } expression ? expression
        : Text(component) is { } text && text.Contains("The MIT License", StringComparison.Ordinal) ? "MIT"
        : $"the licence of {component.Name}";

    private static string? Text(Sbom.Component component) =>
        Directory.GetFiles(component.Folder, "LICENSE*").Order(StringComparer.Ordinal).Select(File.ReadAllText).FirstOrDefault();
}
