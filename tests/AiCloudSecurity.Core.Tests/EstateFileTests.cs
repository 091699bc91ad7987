using System.Globalization;
using System.IO.Compression;
using System.Text;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

public sealed class EstateFileTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Scope s_scope = new() { Cloud = Cloud.Aws, Id = "111122223333", Name = "research – Zürich", Caller = "arn:aws:iam::111122223333:role/auditor", Partition = "aws" };

    [Fact]
    public void What_is_written_is_read_and_written_again_byte_by_byte()
    {
        Estate[] estates = [Small(), Small(s_scope with { Id = "444455556666" }), new(s_scope, s_time, [], [], [], "AWS Config snapshot")];
        var file = Write(estates);
        var read = Read(file);
        Assert.Equal(3, read.Count);
        foreach (var (before, after) in estates.Zip(read))
        {
            Assert.Equal(before.Scope, after.Scope);
            Assert.Equal(before.CollectedAt, after.CollectedAt);
            Assert.Equal(before.Regions, after.Regions);
            Assert.Equal(before.Source, after.Source);
            Assert.Equal(before.Coverage, after.Coverage);
            Assert.Equal(before.Resources.Select(Facts), after.Resources.Select(Facts));
        }
        Assert.Equal(file, Write(read));
    }

    [Fact]
    public void Checks_say_the_same_of_an_estate_and_of_its_file()
    {
        var estate = Small();
        var opened = Assert.Single(Read(Write([estate])));
        Assert.NotEmpty(Check.All.SelectMany(check => check.Judge(estate)));
        Assert.Equal(Check.All.SelectMany(check => check.Judge(estate)), Check.All.SelectMany(check => check.Judge(opened)));
    }

    [Fact]
    public void Every_example_is_judged_from_a_file_as_it_is_from_memory()
    {
        var examples = Check.All.SelectMany(check => check.Examples.Select(example => (Check: check, Estate: Example.Estate(check, example)))).ToList();
        var opened = Read(Write(examples.Select(example => example.Estate)));
        Assert.Equal(examples.Count, opened.Count);
        Assert.All(examples.Zip(opened), pair => Assert.Equal(pair.First.Check.Judge(pair.First.Estate), pair.First.Check.Judge(pair.Second)));
    }

    [Fact]
    public void Neither_profile_nor_default_region_of_the_reader_is_written()
    {
        var text = Lines(Write([Small(s_scope with { ProfileName = "anna-admin", DefaultRegion = "mx-central-1" })]));
        Assert.DoesNotContain("anna-admin", text, StringComparison.Ordinal);
        Assert.DoesNotContain("mx-central-1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_unreadable()
    {
        var file = Write([Small(), Small()]);
        for (var length = 0; length < file.Length; length++)
        {
            Unreadable(file[..length]);
        }
    }

    [Fact]
    public void Lines_cut_off_anywhere_are_unreadable()
    {
        var lines = Encoding.UTF8.GetBytes(Lines(Write([Small(), Small()])));
        for (var length = 0; length < lines.Length; length++)
        {
            var error = Unreadable(Gzip(lines.AsSpan(0, length)));
            Assert.Matches("line [0-9]+: ", error.Message);
        }
    }

    // From the end of the gzip header on; the checksum sees what the lines do not show.
    [Fact]
    public void A_damaged_byte_is_noticed()
    {
        var file = Write([Small()]);
        for (var at = 10; at < file.Length; at++)
        {
            var damaged = file.ToArray();
            damaged[at] ^= 0xFF;
            Unreadable(damaged);
        }
    }

    public static TheoryData<string, byte[]> ForeignFiles => new()
    {
        { "empty", [] },
        { "one byte", [0x1F] },
        { "JSON", "{\"format\":\"aiestate\"}"u8.ToArray() },
        { "PNG", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52] },
        { "zip", [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 8, 0] },
        { "zeros", new byte[4096] },
        { "gzip of nothing", Gzip([]) },
        { "gzip of text", Gzip("hello\nworld\n"u8) },
        { "gzip of JSON", Gzip("{\"fileVersion\":\"1.0\"}\n"u8) },
        { "gzip of null", Gzip("null\n"u8) },
        { "gzip of an array", Gzip("[1]\n"u8) },
        { "gzip of zeros", Gzip(new byte[1000]) },
    };

    [Theory, MemberData(nameof(ForeignFiles))]
    public void A_foreign_file_is_refused_with_what_to_do(string kind, byte[] file)
    {
        var error = Unreadable(file);
        Assert.True(error.Message.StartsWith("my.aiestate, line 1: ", StringComparison.Ordinal), $"{kind}: {error.Message}");
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "line 1: the format is version 2")]
    [InlineData("\"version\":1", "\"version\":null", "line 1")]
    [InlineData("\"cloud\":\"Aws\"", "\"cloud\":\"Oracle\"", "line 1: the cloud is none")]
    [InlineData("\"cloud\":\"Aws\"", "\"cloud\":0", "line 1: the cloud is none")]
    [InlineData("\"cloud\":\"Aws\"", "\"cloud\":\"Gcp\"", "line 5: AWS::SageMaker::NotebookInstance is no resource of Gcp")]
    [InlineData("\"id\":\"111122223333\"", "\"id\":null", "line 1: the header lacks a value")]
    [InlineData("\"regions\":[", "\"regions\":[null,", "line 1: the header lacks a value")]
    [InlineData("\"coverage\":3", "\"coverage\":-3", "line 1")]
    [InlineData("\"coverage\":3", "\"coverage\":2", "line 4")]
    [InlineData("\"coverage\":3", "\"coverage\":4", "line 5")]
    [InlineData("\"coverage\":3", "\"coverage\":2147483647", "line 5")]
    [InlineData("\"resources\":2", "\"resources\":1", "line 6")]
    [InlineData("\"resources\":2", "\"resources\":3", "line 7")]
    [InlineData("\"state\":\"Refused\"", "\"state\":\"Fine\"", "line 3: it is malformed at $.state")]
    [InlineData("\"state\":\"Refused\"", "\"state\":0", "line 3")]
    [InlineData("\"unread\":{\"state\":\"Failed\",", "\"unread\":{\"state\":\"0\",", "line 6: the resource has no unread.state")]
    [InlineData("\"unread\":{\"state\":\"Failed\",", "\"unread\":{", "line 6: the resource has no unread.state")]
    [InlineData("\"unread\":{", "\"unread\":null,\"was\":{", "line 6")]
    [InlineData("\"wire\":{", "\"wire\":[],\"was\":{", "line 5")]
    [InlineData("\"wire\":{", "\"wire\":{},\"wire\":{", "line 5")]
    [InlineData("\"id\":\"arn:", "\"id\":\"twice\",\"id\":\"arn:", "line 5")]
    [InlineData("\"id\":\"arn:", "\"idd\":\"arn:", "line 5: the resource has no id")]
    [InlineData("\"type\":\"AWS::SageMaker::NotebookInstance\"", "\"type\":\"AWS::Account\"", "line 5: AWS::Account is no resource")]
    [InlineData("{\"estates\":1}", "{\"estates\":2}", "line 7: the file says that it holds 2")]
    [InlineData("{\"estates\":1}\n", "{\"estates\":1}\n\n", "line 8: something follows")]
    [InlineData("{\"estates\":1}\n", "", "line 7: the file is cut off")]
    [InlineData("{\"estates\":1}\n", "{}\n", "line 7")]
    public void A_file_that_contradicts_itself_is_refused_at_its_line(string was, string becomes, string message)
    {
        var lines = Lines(Write([Small()]));
        Assert.Contains(was, lines, StringComparison.Ordinal);
        var at = lines.IndexOf(was, StringComparison.Ordinal);
        var error = Unreadable(Gzip(Encoding.UTF8.GetBytes(lines[..at] + becomes + lines[(at + was.Length)..])));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_follows_the_gzip_is_refused()
    {
        var file = Write([Small()]);
        Unreadable([.. file, .. "more"u8]);
        Unreadable([.. file, .. file]);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_fills_the_memory()
    {
        // Short lines that a header announces, at 1,000:1.
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var lines = Lines(Write([Small()]));
            gzip.Write(Encoding.UTF8.GetBytes(lines[..lines.IndexOf('\n', StringComparison.Ordinal)].Replace("\"coverage\":3", "\"coverage\":2000000000", StringComparison.Ordinal) + "\n"));
            var blanks = new byte[1 << 20];
            Array.Fill(blanks, (byte)' ');
            "{\"resourceType\":\"\",\"region\":\"\",\"state\":\"Read\",\"operation\":\"\",\"permission\":\"\""u8.CopyTo(blanks);
            "}\n"u8.CopyTo(blanks.AsSpan(blanks.Length - 2));
            for (var i = 0; i < 100; i++)
            {
                gzip.Write(blanks);
            }
        }
        var file = bomb.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than 200 times its size", Unreadable(file).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 << 20);
    }

    [Fact]
    public void A_line_without_end_is_refused()
    {
        var blanks = new byte[LineReader.MaxLength + 2];
        Array.Fill(blanks, (byte)' ');
        Assert.Contains("line 1: it is longer than 16 MiB", Unreadable(Gzip(blanks)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_as_deep_as_a_cloud_may_send_it_survives_and_deeper_is_refused()
    {
        static string Nested(int depth) => $$"""{"NotebookInstanceName":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""";
        var notebook = Notebook("deep", $$"""{"Tags":{{new string('[', 63)}}{{new string(']', 63)}}}""");
        Assert.Null(notebook.Unread);
        var file = Write([Estate([notebook])]);
        Assert.Equal(Facts(notebook), Facts(Assert.Single(Assert.Single(Read(file)).Resources)));
        var lines = Lines(file);
        Unreadable(Gzip(Encoding.UTF8.GetBytes(lines.Replace(notebook.Json, Nested(65), StringComparison.Ordinal))));
        Unreadable(Gzip(Encoding.UTF8.GetBytes(lines.Replace(notebook.Json, Nested(100_000), StringComparison.Ordinal))));
    }

    [Fact]
    public void A_resource_too_large_for_a_line_is_written_as_unread()
    {
        var large = Notebook("large", $$"""{"NotebookInstanceName":"large","DirectInternetAccess":"Disabled","Tags":"{{new string('x', LineReader.MaxLength)}}"}""");
        var estate = Assert.Single(Read(Write([Estate([large, Notebook("small", "{}")])])));
        Assert.Contains("16 MiB", estate.Resources[0].Unread!.Message, StringComparison.Ordinal);
        Assert.Equal(large.Identity, estate.Resources[0].Identity);
        Assert.Null(estate.Resources[1].Unread);
    }

    [Fact]
    public void Wire_JSON_on_several_lines_stays_one_resource()
    {
        var notebook = Notebook("pretty", "{\r\n  \"RootAccess\": \"Disabled\",\n  \"Tags\": \"a\\nb\"\n}");
        var estate = Assert.Single(Read(Write([Estate([notebook])])));
        Assert.Equal("Disabled", Assert.IsType<Resources.Aws.NotebookInstance>(Assert.Single(estate.Resources)).RootAccess);
        Assert.Equal(Write([Estate([notebook])]), Write([estate]));
    }

    [Fact]
    public void Hostile_strings_come_back_as_they_were()
    {
        const string Hostile = "=cmd|'/c calc'!A1\u202E\u0000\u001B[2J</script><script>\"\\\n\r\u2028😀";
        var identity = new ResourceIdentity(Cloud.Aws, "other\nscope", "eu\"west", "arn:" + Hostile, Hostile, Hostile);
        var notebook = ResourceType.Of<Resources.Aws.NotebookInstance>().Create(identity, "{}"u8.ToArray(),
            new Refusal(CoverageState.Refused, Hostile, Hostile, Hostile));
        var entry = new CoverageEntry { ResourceType = Hostile, Region = Hostile, State = CoverageState.Refused, Operation = Hostile, Permission = Hostile, Subject = Hostile, Means = Hostile, Message = Hostile };
        var before = new Estate(s_scope with { Name = Hostile, Caller = Hostile }, s_time, [Hostile], [notebook], [entry], Hostile);
        var after = Assert.Single(Read(Write([before])));
        Assert.Equal(before.Scope, after.Scope);
        Assert.Equal(before.Regions, after.Regions);
        Assert.Equal(before.Source, after.Source);
        Assert.Equal(before.Coverage, after.Coverage);
        Assert.Equal(Facts(notebook), Facts(Assert.Single(after.Resources)));
    }

    [Fact]
    public void A_name_cannot_speak_in_the_error()
    {
        var error = Assert.Throws<AiCloudException>(() => EstateFile.Read(new MemoryStream(), "\u001B[2Jx", TestContext.Current.CancellationToken).Count());
        Assert.DoesNotContain('\u001B', error.Message);
        Assert.Equal("\u001B[2Jx", error.Target);
    }

    [Theory]
    [InlineData("""{"RoleArn":"a","RoleArn":"b"}""")]
    [InlineData("""{"RoleArn":7}""")]
    [InlineData("""{"SecurityGroups":{"a":1}}""")]
    [InlineData("""{"RoleArn":"\ud800"}""")]
    [InlineData("""{"Role\udc00Arn":"a"}""")]
    public void Wire_of_another_shape_gives_a_resource_or_an_error_but_no_crash(string wire)
    {
        var lines = Lines(Write([Small()]));
        var start = lines.IndexOf("\"wire\":", StringComparison.Ordinal) + 7;
        var file = Gzip(Encoding.UTF8.GetBytes(lines[..start] + wire + lines[(lines.IndexOf('\n', start) - 1)..]));
        try
        {
            var estate = Assert.Single(Read(file));
            Assert.Equal(2, estate.Resources.Count);
        }
        catch (AiCloudException error)
        {
            Assert.Equal(ErrorId.EstateUnreadable, error.Id);
        }
    }

    [Fact]
    public void A_type_of_a_newer_version_is_left_out_and_said_to_be_unseen()
    {
        var lines = Lines(Write([Small()]));
        var newer = lines.Replace("AWS::SageMaker::NotebookInstance", "AWS::Future::Thing", StringComparison.Ordinal);
        var estate = Assert.Single(Read(Gzip(Encoding.UTF8.GetBytes(newer))));
        Assert.Empty(estate.Resources);
        // Written again and opened by the version that knows the type, it must not look as if there were none.
        var entries = estate.Coverage.Where(entry => entry.ResourceType == "AWS::Future::Thing").ToList();
        Assert.Equal(["eu-west-1", "us-east-1"], entries.Select(entry => entry.Region).Order());
        Assert.All(entries, entry => Assert.False(entry.IsComplete));
        var back = Assert.Single(Read(Gzip(Encoding.UTF8.GetBytes(Lines(Write([estate])).Replace("AWS::Future::Thing", "AWS::SageMaker::NotebookInstance", StringComparison.Ordinal)))));
        Assert.DoesNotContain(Check.All.SelectMany(check => check.Judge(back)), finding => finding.Status == Status.Pass);
    }

    [Fact]
    public void No_estate_is_an_error_when_written()
    {
        Assert.Equal(ErrorId.NothingAssessed, Assert.Throws<AiCloudException>(() => Write([])).Id);
    }

    [Fact]
    public void Estates_are_read_one_at_a_time()
    {
        // Names that do not compress, so that the file is longer than what is read ahead.
        var random = new Random(1);
        var file = Write(Enumerable.Range(0, 200).Select(number => Small(s_scope with { Id = $"{number:000000000000}", Name = random.NextInt64().ToString("x16", CultureInfo.InvariantCulture) + random.NextInt64() })));
        var input = new MemoryStream(file);
        using var estates = EstateFile.Read(input, "x", TestContext.Current.CancellationToken).GetEnumerator();
        Assert.True(estates.MoveNext());
        Assert.Equal("000000000000", estates.Current.Scope.Id);
        Assert.InRange(input.Position, 1, file.Length - 1);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => EstateFile.Read(new MemoryStream(Write([Small()])), "x", cancel.Token).Count());
        Assert.Throws<OperationCanceledException>(() => EstateFile.Write([Small()], new MemoryStream(), cancel.Token));
    }

    private static Estate Small(Scope? scope = null) => new(scope ?? s_scope, s_time, ["us-east-1", "eu-west-1"],
        [
            Notebook("research", """{"NotebookInstanceName":"research","DirectInternetAccess":"Enabled","RootAccess":"Disabled","Unknown":[1.50,null,{"a":"\u00e9"}]}"""),
            ResourceType.Of<Resources.Aws.NotebookInstance>().Create(new(Cloud.Aws, s_scope.Id, "us-east-1", "arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/refused", "refused", "parent"), "{}"u8.ToArray(),
                new Refusal(CoverageState.Failed, "sagemaker:DescribeNotebookInstance", "sagemaker:DescribeNotebookInstance", "timed out")),
        ],
        [
            Entry("AWS::SageMaker::NotebookInstance", "eu-west-1", CoverageState.Read),
            Entry("AWS::KMS::Key", "eu-west-1", CoverageState.Refused) with { Subject = "alias/x", Means = "arn:key", Message = "AccessDenied", Error = ErrorId.CloudAccessDenied },
            Entry("AWS::Future::Service", "us-east-1", CoverageState.Absent),
        ]);

    private static Estate Estate(IEnumerable<Resource> resources) => new(s_scope, s_time, ["eu-west-1"], resources, []);

    private static Resource Notebook(string name, string wire) => ResourceType.Of<Resources.Aws.NotebookInstance>().Create(
        new(Cloud.Aws, s_scope.Id, "eu-west-1", $"arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/{name}", name), Encoding.UTF8.GetBytes(wire));

    private static CoverageEntry Entry(string type, string region, CoverageState state) =>
        new() { ResourceType = type, Region = region, State = state, Operation = "service:Operation", Permission = "service:Permission" };

    private static (ResourceIdentity, ResourceType, string, Refusal?) Facts(Resource resource) => (resource.Identity, resource.Type, resource.Json, resource.Unread);

    private static byte[] Write(IEnumerable<Estate> estates)
    {
        var output = new MemoryStream();
        EstateFile.Write(estates, output, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    private static List<Estate> Read(byte[] file) => [.. EstateFile.Read(new MemoryStream(file), "my.aiestate", TestContext.Current.CancellationToken)];

    private static AiCloudException Unreadable(byte[] file)
    {
        var error = Assert.Throws<AiCloudException>(() => Read(file));
        Assert.Equal(ErrorId.EstateUnreadable, error.Id);
        Assert.Equal("my.aiestate", error.Target);
        return error;
    }

    private static string Lines(byte[] file)
    {
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        return new StreamReader(gzip).ReadToEnd();
    }

    private static byte[] Gzip(ReadOnlySpan<byte> content)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }
        return output.ToArray();
    }
}
