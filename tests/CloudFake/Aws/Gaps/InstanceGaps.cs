using System.Xml.Linq;

namespace AiCloudSecurity.CloudFake;

/// <summary>Which images machines were started from, all at once: moto knows machines and images, and not this question.</summary>
internal static class InstanceGaps
{
    private const string Version = "&Version=2016-11-15";
    private static readonly XNamespace s_ns = "http://ec2.amazonaws.com/doc/2016-11-15/";

    public static void AddTo(Dictionary<string, GapHandler> handlers) => handlers["ec2:DescribeInstanceImageMetadata"] = DescribeAsync;

    private static async Task<AwsAnswer> DescribeAsync(GapCall call)
    {
        var answer = await call.AskFormAsync($"Action=DescribeInstances{Version}");
        if (!answer.IsSuccess)
        {
            return answer;
        }

        // An account of one page: what the fake is filled with is small.
        var machines = Items(answer, "instancesSet").Where(machine => Text(machine.Element(machine.Name.Namespace + "instanceState"), "name") is "running" or "pending").ToList();
        var asked = string.Concat(machines.Select(machine => Text(machine, "imageId")).Distinct().Select((id, i) => $"&ImageId.{i + 1}={id}"));
        var images = asked.Length == 0 ? [] : Items(await call.AskFormAsync($"Action=DescribeImages{asked}{Version}"), "imagesSet").ToDictionary(image => Text(image, "imageId"), image => Text(image, "name"));
        return answer.With(new XElement(s_ns + "DescribeInstanceImageMetadataResponse",
            new XElement(s_ns + "requestId", "00000000-0000-4000-8000-000000000000"),
            new XElement(s_ns + "instanceImageMetadataSet", machines.Select(machine => new XElement(s_ns + "item",
                new XElement(s_ns + "instanceId", Text(machine, "instanceId")), new XElement(s_ns + "instanceType", Text(machine, "instanceType")),
                new XElement(s_ns + "imageMetadata", new XElement(s_ns + "imageId", Text(machine, "imageId")), new XElement(s_ns + "name", images.GetValueOrDefault(Text(machine, "imageId")))))))).ToString(SaveOptions.DisableFormatting));
    }

    private static IEnumerable<XElement> Items(AwsAnswer answer, string set) => XDocument.Parse(answer.Text).Descendants().Where(element => element.Name.LocalName == set).Elements();

    private static string Text(XElement? of, string name) => of?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
}
