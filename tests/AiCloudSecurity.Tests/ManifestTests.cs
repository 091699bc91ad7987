using System.Management.Automation;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class ManifestTests : IDisposable
{
    private readonly ModuleSession _session = new();

    private IReadOnlyList<CmdletInfo> Cmdlets => [.. _session.Run("Get-Command -Module AiCloudSecurity -CommandType Cmdlet").Output.Select(command => (CmdletInfo)command.BaseObject)];

    [Fact]
    public void The_manifest_exports_the_cmdlets_of_the_assembly()
    {
        var exported = Cmdlets.Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal);
        var assembly = Cmdlets[0].ImplementingType.Assembly;
        var made = assembly.GetExportedTypes().Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
            .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}").Order(StringComparer.Ordinal);
        Assert.Equal(made, exported);
    }

    [Fact]
    public void Cmdlets_are_named_and_shaped_as_powershell_asks()
    {
        var verbs = _session.Run("Get-Verb | ForEach-Object Verb").Output.Select(verb => $"{verb}").ToHashSet();
        foreach (var cmdlet in Cmdlets)
        {
            var type = cmdlet.ImplementingType;
            Assert.True(verbs.Count == 0 || verbs.Contains(cmdlet.Verb), $"{cmdlet.Verb} is no approved verb");
            Assert.StartsWith("Ai", cmdlet.Noun, StringComparison.Ordinal);
            Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", type.Name);
            Assert.True(type.IsSealed, type.Name);
            Assert.NotEmpty(cmdlet.OutputType);
            if (cmdlet.Verb is "Export" or "Set" or "New" or "Enable" or "Disable" or "Repair" or "Undo" or "Revoke")
            {
                Assert.True(type.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess, $"{cmdlet.Name} writes and has no -WhatIf");
            }
        }
    }

    [Fact]
    public void Each_cmdlet_has_help_with_two_examples()
    {
        foreach (var cmdlet in Cmdlets)
        {
            var result = _session.Run($"(Get-Help {cmdlet.Name} -Full).examples.example");
            Assert.True(result.Output.Count >= 2, $"{cmdlet.Name} has {result.Output.Count} examples");
        }
    }

    [Fact]
    public void Each_example_of_the_help_parses_and_names_parameters_that_exist()
    {
        foreach (var cmdlet in Cmdlets)
        {
            foreach (var example in _session.Run($"(Get-Help {cmdlet.Name} -Full).examples.example | ForEach-Object {{ $_.code }}").Output)
            {
                var tree = System.Management.Automation.Language.Parser.ParseInput($"{example}", out _, out var errors);
                Assert.Empty(errors);
                foreach (var command in tree.FindAll(node => node is System.Management.Automation.Language.CommandAst, searchNestedScriptBlocks: true).Cast<System.Management.Automation.Language.CommandAst>())
                {
                    var known = Cmdlets.FirstOrDefault(candidate => candidate.Name == command.GetCommandName());
                    foreach (var parameter in command.CommandElements.OfType<System.Management.Automation.Language.CommandParameterAst>())
                    {
                        Assert.True(known is null || known.Parameters.ContainsKey(parameter.ParameterName), $"{command.GetCommandName()} has no -{parameter.ParameterName}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Sdks_are_loaded_apart_from_the_session()
    {
        _session.Run("Get-AiScope -EndpointUrl http://127.0.0.1:1 -ErrorAction SilentlyContinue");
        var sdk = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name is "AWSSDK.Core" or "AiCloudSecurity.Clouds").ToList();
        Assert.NotEmpty(sdk);
        Assert.All(sdk, assembly => Assert.Equal("AiCloudSecurity.Clouds", System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly)!.Name));
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "AWSSDK.SecurityToken");
    }

    [Fact]
    public void The_module_can_be_removed_and_imported_again()
    {
        var result = _session.Run($"Remove-Module AiCloudSecurity; Import-Module '{ModuleSession.Manifest}'; Import-Module '{ModuleSession.Manifest}' -Force; Get-AiCheck AWS-NET-001");
        Assert.Empty(result.Errors);
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("bin/AiCloudSecurity.Core.dll", "")]
    [InlineData("bin/clouds/AiCloudSecurity.Clouds.dll", "AiCloudSecurity.Core,AWSSDK.Core,Azure.Core,Google.Apis.Auth,Google.Apis.Core")]
    [InlineData("bin/documents/AiCloudSecurity.Documents.dll", "AiCloudSecurity.Core,MiniExcel,Parquet,YamlDotNet")]
    [InlineData("bin/AiCloudSecurity.dll", "AiCloudSecurity.Core,AiCloudSecurity.Clouds,AiCloudSecurity.Documents,System.Management.Automation")]
    public void Each_layer_references_what_it_may(string file, string allowed)
    {
        using var stream = File.OpenRead(Path.Join(Python.RepositoryRoot, file));
        using var image = new PEReader(stream);
        var reader = image.GetMetadataReader();
        var shared = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var others = reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)).Where(name => !shared.Contains(name));
        Assert.Equal(allowed.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), others.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sdks_lie_in_their_own_folder_and_nothing_of_theirs_beside_the_module()
    {
        var bin = Path.Join(Python.RepositoryRoot, "bin");
        Assert.Equal(["AiCloudSecurity.Core.dll", "AiCloudSecurity.dll"], Directory.GetFiles(bin, "*.dll").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var apart = Directory.GetFiles(Path.Join(bin, "clouds"), "*.dll").Select(Path.GetFileName).ToList();
        Assert.All(["AWSSDK.Core.dll", "AiCloudSecurity.Clouds.dll", "Azure.Core.dll", "Microsoft.Identity.Client.dll", "System.Text.Json.dll"], (string name) => Assert.Contains(name, apart));
        // One of each: what both sides speak of must be the same type.
        Assert.DoesNotContain("AiCloudSecurity.Core.dll", apart);
        Assert.DoesNotContain("System.Management.Automation.dll", apart);
        Assert.Equal(["AiCloudSecurity.Documents.dll", "CommunityToolkit.HighPerformance.dll", "K4os.Compression.LZ4.dll", "Microsoft.IO.RecyclableMemoryStream.dll", "MiniExcel.dll", "Parquet.dll", "Snappier.dll", "YamlDotNet.dll", "ZstdSharp.dll"], Directory.GetFiles(Path.Join(bin, "documents"), "*.dll").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _session.Dispose();
}
