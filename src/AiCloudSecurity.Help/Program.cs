using AiCloudSecurity.Help;

// help ROOT: writes en-US/AiCloudSecurity.dll-Help.xml and the topics.  docs ROOT [INTO]: writes docs/, into another folder where one is named.
// Both are made from the cmdlets' XML documentation and from the checks; of these nothing is written by hand.
// sbom FOLDER VERSION ASSETS...: writes THIRD-PARTY-NOTICES.txt, sbom.cdx.json and sha256sums.txt into the folder of a package.
if (args is ["sbom", var package, var version, .. var assets])
{
    var components = Sbom.Components(package, assets);
    File.WriteAllText(Path.Join(package, "THIRD-PARTY-NOTICES.txt"), Notices.Of(components, File.ReadAllText(Path.Join(package, "LICENSE"))));
    File.WriteAllText(Path.Join(package, "sbom.cdx.json"), Sbom.Of(components, version));
    File.WriteAllText(Path.Join(package, "sha256sums.txt"), Sbom.Hashes(package, "sha256sums.txt"));
    return 0;
}
if (args is not [("help" or "docs") and var what, var root, ..] || args.Length > 3)
{
    Console.Error.WriteLine("usage: AiCloudSecurity.Help help|docs <repository root> [<folder to write into>]");
    return 64;
}
var into = args.Length == 3 ? args[2] : root;
var cmdlets = CmdletHelp.Of(Path.GetFullPath(Path.Join(root, "bin", "AiCloudSecurity.dll")));
var missing = cmdlets.SelectMany(cmdlet => cmdlet.Missing).ToList();
foreach (var text in missing)
{
    Console.Error.WriteLine($"error: help is missing: {text}");
}
if (missing.Count > 0)
{
    return 1;
}
var files = what == "help"
    ? Topics.All.Prepend(("en-US/AiCloudSecurity.dll-Help.xml", Maml.Of(cmdlets)))
    : CommandPages.Of(cmdlets).Concat(CheckPage.Pages()).Append(("docs/permissions/aws.json", CheckPage.AwsPermissions())).Concat(new[] { AiCloudSecurity.Cloud.Aws, AiCloudSecurity.Cloud.Azure, AiCloudSecurity.Cloud.Gcp }.Select(cloud => ($"docs/permissions/{cloud.ToString().ToLowerInvariant()}-repairs.json", CheckPage.RepairPermissions(cloud)))).Append(("docs/permissions/azure.json", CheckPage.AzurePermissions())).Append(("docs/permissions/gcp.json", CheckPage.GcpPermissions()));
foreach (var (name, text) in files)
{
    var path = Path.Join(into, name);
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    // Unchanged files keep their time, so that nothing is built again for them.
    if (!File.Exists(path) || File.ReadAllText(path) != text)
    {
        File.WriteAllText(path, text);
    }
}
return 0;
