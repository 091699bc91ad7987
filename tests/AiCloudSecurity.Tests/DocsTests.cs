using System.Diagnostics;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class DocsTests
{
    [Fact]
    public async Task Docs_are_what_the_code_makes_of_them()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-docs");
        try
        {
            var generator = Path.Join(Python.RepositoryRoot, "src", "AiCloudSecurity.Help", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "AiCloudSecurity.Help.dll");
            using var process = Process.Start(new ProcessStartInfo("dotnet", [generator, "docs", Python.RepositoryRoot, folder.FullName]) { RedirectStandardError = true })!;
            var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, errors);
            var made = Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder.FullName, path)).Order(StringComparer.Ordinal).ToList();
            Assert.Contains(Path.Join("docs", "checks.md"), made);
            foreach (var name in made)
            {
                var committed = Path.Join(Python.RepositoryRoot, name);
                Assert.True(File.Exists(committed) && File.ReadAllText(committed) == File.ReadAllText(Path.Join(folder.FullName, name)),
                    $"{name} is not what the code makes. Run: dotnet build src/AiCloudSecurity.Help --target:WriteDocs");
            }
            // A page of a cmdlet or a check that is gone.
            foreach (var folderOfPages in new[] { Path.Join("docs", "commands"), Path.Join("docs", "checks") })
            {
                var pages = Directory.GetFiles(Path.Join(Python.RepositoryRoot, folderOfPages)).Select(path => Path.Join(folderOfPages, Path.GetFileName(path))).Order(StringComparer.Ordinal);
                Assert.Equal(made.Where(name => Path.GetDirectoryName(name) == folderOfPages), pages);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
