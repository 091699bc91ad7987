using System.IO.Compression;
using System.Xml.Linq;

namespace AiCloudSecurity.Tests;

public sealed class DocumentTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aisec-");

    private static string Sample => Path.Join(CloudFake.Python.RepositoryRoot, "samples", "aws.aiestate");

    private static string Tests => $"Import-AiEstate '{Sample}' | Test-AiSecurity -CheckId AWS-NET-001";

    private string File(string name) => Path.Join(_folder.FullName, name);

    [Fact]
    public void A_workbook_holds_every_finding_as_text_and_no_formula()
    {
        var result = _session.Run($"$f = {Tests} | ForEach-Object {{ $_ }}; $f | Export-AiReport -Path '{File("r.xlsx")}' | Out-Null; $f");
        Assert.Empty(result.Errors);
        using var zip = ZipFile.OpenRead(File("r.xlsx"));
        XDocument Part(string name)
        {
            using var part = zip.GetEntry(name)!.Open();
            return XDocument.Load(part);
        }
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        Assert.Equal(["Summary", "Findings", "Not seen"], Part("xl/workbook.xml").Descendants(main + "sheet").Select(sheet => sheet.Attribute("name")!.Value));
        var sheets = zip.Entries.Where(entry => entry.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).Select(entry => Part(entry.FullName)).ToList();
        Assert.Equal(3, sheets.Count);
        Assert.Empty(sheets.SelectMany(sheet => sheet.Descendants(main + "f")));
        var findings = sheets.Single(sheet => sheet.Descendants(main + "row").First().Value.StartsWith("CheckId", StringComparison.Ordinal) || sheet.ToString().Contains("Fingerprint", StringComparison.Ordinal));
        Assert.Equal(result.Output.Count, findings.Descendants(main + "row").Count() - 1);
        Assert.All(result.Output, finding => Assert.Contains($"{finding.Properties["Fingerprint"].Value}", findings.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_accepted_shows_as_accepted_and_never_vanishes()
    {
        var before = _session.Run(Tests);
        var made = _session.Run($"{Tests} | Where-Object Status -EQ Fail | New-AiException -Owner me@example.com -Reason 'A \"demo\": # 1' -Until ([DateTime]::UtcNow).AddDays(5) -Path '{File("e.yaml")}'");
        Assert.Empty(made.Errors);
        Assert.NotEmpty(made.Output);
        var after = _session.Run($"{Tests} -ExceptionPath '{File("e.yaml")}'");
        Assert.Empty(after.Errors);
        Assert.Equal(before.Output.Count, after.Output.Count);
        var accepted = after.Output.Where(finding => $"{finding.Properties["Status"].Value}" == "Accepted").ToList();
        Assert.Equal(made.Output.Count, accepted.Count);
        Assert.All(accepted, finding => Assert.Contains("A \"demo\": # 1", $"{finding.Properties["Reason"].Value}", StringComparison.Ordinal));
    }

    [Fact]
    public void Exceptions_are_added_to_what_is_there()
    {
        System.IO.File.WriteAllText(File("e.yaml"), "# Reviewed by the board.\n- check: AWS-NET-001\n  resource: a\n  owner: b\n  reason: c\n  until: 2020-01-01");
        Assert.Empty(_session.Run($"New-AiException -CheckId AWS-MON-* -ResourceId x -Owner o -Reason r -Until ([DateTime]::UtcNow).AddDays(1) -RemindOn ([DateTime]::UtcNow.Date) -Path '{File("e.yaml")}'").Errors);
        var text = System.IO.File.ReadAllText(File("e.yaml"));
        Assert.StartsWith("# Reviewed by the board.", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("- check:").Length - 1);
        Assert.Empty(_session.Run($"{Tests} -ExceptionPath '{File("e.yaml")}'").Errors);
        Assert.Empty(_session.Run($"New-AiException -CheckId x -ResourceId x -Owner o -Reason r -Until ([DateTime]::UtcNow).AddDays(1) -Path '{File("new.yaml")}' -WhatIf").Errors);
        Assert.False(System.IO.File.Exists(File("new.yaml")));
    }

    [Fact]
    public void An_exception_that_ended_brings_the_failure_back_with_a_warning()
    {
        System.IO.File.WriteAllText(File("e.yaml"), "- check: AWS-NET-001\n  resource: '*'\n  owner: b\n  reason: c\n  until: 2020-01-01\n");
        var result = _session.Run($"{Tests} -ExceptionPath '{File("e.yaml")}' -WarningVariable w; $w");
        Assert.Contains(result.Output, item => $"{item}".Contains("ended on 2020-01-01", StringComparison.Ordinal));
        Assert.Contains(result.Output, item => $"{item.Properties["Status"]?.Value}" == "Fail");
        Assert.DoesNotContain(result.Output, item => $"{item.Properties["Status"]?.Value}" == "Accepted");
    }

    [Theory]
    [InlineData("- check: a\n  resource: b\n  owner: c\n  reason: d\n  until: soon", "line 5")]
    [InlineData("- check: a\n  resource: b\n  owner: c\n  until: 2027-01-31", "'reason' is missing")]
    [InlineData("- check: a\n  resorce: b", "'resorce' is not known")]
    [InlineData("- check: a\n  check: b", "twice")]
    [InlineData("check: a", "'- check:'")]
    [InlineData("- &a check: [*a]", "")]
    [InlineData("- check: !!binary aGk=", "text is expected")]
    [InlineData("- [[[[", "")]
    [InlineData("--- \n- check: a\n--- \n- b", "")]
    [InlineData("\t- x", "")]
    public void A_file_that_is_not_as_expected_is_refused_with_the_place(string yaml, string says)
    {
        System.IO.File.WriteAllText(File("e.yaml"), yaml);
        var result = _session.Run($"{Tests} -ExceptionPath '{File("e.yaml")}'");
        Assert.Equal(["EstateUnreadable"], result.ErrorIds);
        Assert.Contains("'e.yaml'", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains(says, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(["EstateUnreadable"], _session.Run($"New-AiException -CheckId x -ResourceId x -Owner o -Reason r -Until ([DateTime]::UtcNow).AddDays(1) -Path '{File("e.yaml")}'").ErrorIds);
        Assert.Equal(yaml, System.IO.File.ReadAllText(File("e.yaml")));
    }

    [Fact]
    public void Aliases_of_yaml_are_refused_before_they_multiply()
    {
        System.IO.File.WriteAllText(File("e.yaml"), "- check: &a lol\n  resource: *a\n");
        Assert.Equal(["EstateUnreadable"], _session.Run($"{Tests} -ExceptionPath '{File("e.yaml")}'").ErrorIds);
    }

    [Fact]
    public void A_day_that_has_passed_is_refused()
    {
        Assert.Equal(["ResourceNotFound"], _session.Run($"New-AiException -CheckId x -ResourceId x -Owner o -Reason r -Until 2020-01-01 -Path '{File("e.yaml")}'").ErrorIds);
        Assert.Equal(["ResourceNotFound"], _session.Run($"{Tests} -ExceptionPath '{File("none.yaml")}'").ErrorIds);
    }

    [Fact]
    public void Libraries_of_documents_are_loaded_apart_from_the_session()
    {
        _session.Run($"{Tests} | Export-AiReport -Path '{File("r.xlsx")}'");
        var loaded = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name is "MiniExcel" or "YamlDotNet" or "AiCloudSecurity.Documents").ToList();
        Assert.NotEmpty(loaded);
        Assert.All(loaded, assembly => Assert.Equal("AiCloudSecurity.Documents", System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly)!.Name));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }
}
