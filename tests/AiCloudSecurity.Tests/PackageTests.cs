using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>What is handed to the PowerShell Gallery, and what the image of samples/automation/Containerfile holds.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task A_package_is_whole_says_what_is_in_it_and_runs_as_in_the_image()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-package");
        try
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            // What the Containerfile does, with what the build has made already.
            var containerfile = await File.ReadAllTextAsync(Path.Join(Python.RepositoryRoot, "samples", "automation", "Containerfile"), TestContext.Current.CancellationToken);
            Assert.Contains("dotnet publish src/AiCloudSecurity.Shell --configuration Release --output /app/shell", containerfile, StringComparison.Ordinal);
            Assert.Contains("dotnet build src/AiCloudSecurity.Help --configuration Release --target:PackageModule -p:PackageRoot=/out/", containerfile, StringComparison.Ordinal);
            Assert.Contains("""ENTRYPOINT ["dotnet", "/app/shell/AiCloudSecurity.Shell.dll"]""", containerfile, StringComparison.Ordinal);
            var app = Path.Join(folder.FullName, "app");
            await RunAsync(Python.RepositoryRoot, "dotnet", "msbuild", "src/AiCloudSecurity.Help", "-target:CopyPackage", $"-property:Configuration={configuration}", $"-property:PackageRoot={folder.FullName}/", "-verbosity:quiet", "-nologo");
            Directory.Move(Assert.Single(Directory.GetDirectories(Path.Join(folder.FullName, "AiCloudSecurity"))), app);
            var shell = Path.Join(Python.RepositoryRoot, "src", "AiCloudSecurity.Shell", "bin", configuration, "net10.0");
            foreach (var file in Directory.GetFiles(shell, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Join(app, "shell", Path.GetRelativePath(shell, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
            var hashes = await File.ReadAllLinesAsync(Path.Join(app, "sha256sums.txt"), TestContext.Current.CancellationToken);
            Assert.All(hashes, line => Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Join(app, line[66..]))))));
            var files = hashes.Select(line => line[66..]).ToList();
            Assert.All(["AiCloudSecurity.psd1", "CHANGELOG.md", "LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt", "bin/AiCloudSecurity.dll", "bin/AiCloudSecurity.Format.ps1xml", "bin/clouds/AWSSDK.Core.dll", "bin/documents/MiniExcel.dll",
                "docs/icon.svg", "en-US/AiCloudSecurity.dll-Help.xml", "en-US/about_AiChecks.help.txt", "samples/aws.aiestate", "sbom.cdx.json"], file => Assert.Contains(file, files));
            Assert.DoesNotContain(files, file => file.Contains("browser", StringComparison.Ordinal) || file.EndsWith(".pdb", StringComparison.Ordinal));

            using var bom = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Join(app, "sbom.cdx.json"), TestContext.Current.CancellationToken));
            var components = bom.RootElement.GetProperty("components").EnumerateArray().ToDictionary(component => component.GetProperty("name").GetString()!);
            Assert.Equal("CycloneDX", bom.RootElement.GetProperty("bomFormat").GetString());
            // Every library that ships and that we did not write is named, with its licence.
            Assert.All(files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith("AiCloudSecurity", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)!),
                name => Assert.Contains(name switch { "Parquet" => "Parquet.Net", "ZstdSharp" => "ZstdSharp.Port", _ => name }, components.Keys));
            Assert.Equal("MIT", components["Azure.Core"].GetProperty("licenses")[0].GetProperty("expression").GetString());
            var notices = await File.ReadAllTextAsync(Path.Join(app, "THIRD-PARTY-NOTICES.txt"), TestContext.Current.CancellationToken);
            Assert.All(components.Keys, name => Assert.Contains($"\n{name} ", notices, StringComparison.Ordinal));
            Assert.Contains("Permission is hereby granted, free of charge", notices, StringComparison.Ordinal);
            Assert.Contains("Version 2.0, January 2004", notices, StringComparison.Ordinal);
            Assert.All(components.Values, component => Assert.Matches("^[0-9a-f]{128}$", component.GetProperty("hashes")[0].GetProperty("content").GetString()!));

            var output = await RunAsync(folder.FullName, "dotnet", Path.Join(app, "shell", "AiCloudSecurity.Shell.dll"), "-Command", "(Get-Module AiCloudSecurity).ModuleBase; (Get-Help about_AiChecks).Length -gt 500");
            Assert.Equal([app, "True"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("bin/AiCloudSecurity.Core.dll")]
    [InlineData("bin/AiCloudSecurity.dll")]
    [InlineData("bin/clouds/AiCloudSecurity.Clouds.dll")]
    [InlineData("bin/documents/AiCloudSecurity.Documents.dll")]
    public void What_we_build_depends_on_its_sources_alone(string file)
    {
        var bytes = File.ReadAllBytes(Path.Join(Python.RepositoryRoot, file));
        using var image = new PEReader(new MemoryStream(bytes));
        // The compiler writes no time and no random id, and no folder of whoever builds.
        Assert.Contains(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Python.RepositoryRoot)));
    }

    private static async Task<string> RunAsync(string folder, string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{await output}{await errors}");
        return await output;
    }
}
