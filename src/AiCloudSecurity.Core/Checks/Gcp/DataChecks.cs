using System.Globalization;
using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on the keys, buckets and tables that AI data lies in.</summary>
internal static class DataChecks
{
    private const string Unused = "Nothing of Vertex AI names the bucket.";
    private static readonly TimeSpan s_rotation = TimeSpan.FromSeconds(7776000);

    [Check("GCP-DATA-010", Severity.High, "Key of AI data is in force, rotated, and in few hands",
        Risk = "With a key that is disabled the data is lost, and with one that everybody may use it is open.",
        Advice = "Enable the key, remove everybody from its policy, and let it rotate every 90 days.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0035", Link = "https://cloud.google.com/kms/docs/key-rotation")]
    [Command("gcloud kms keys update {cryptoKeys} --keyring {keyRings} --location {locations} --project {projects} --rotation-period 90d --next-rotation-time NEXT_ROTATION_TIME && gcloud kms keys remove-iam-policy-binding {cryptoKeys} --keyring {keyRings} --location {locations} --project {projects} --member allUsers --role ROLE")]
    [Passes(KeyName + """, "purpose": "ENCRYPT_DECRYPT", "rotationPeriod": "7776000s", "primary": { "state": "ENABLED" } }""", Encrypted)]
    [Fails(KeyName + """, "purpose": "ENCRYPT_DECRYPT", "rotationPeriod": "7776001s", "primary": { "state": "ENABLED" } }""", Encrypted, Severity = Severity.Medium)]
    [Fails(KeyName + """, "purpose": "ENCRYPT_DECRYPT", "primary": { "state": "ENABLED" } }""", Encrypted, Because = "It is never rotated.", Severity = Severity.Medium)]
    [Fails(KeyName + """, "rotationPeriod": "7776000s", "primary": { "state": "DISABLED" } }""", Encrypted)]
    [Fails(KeyName + """, "rotationPeriod": "7776000s", "primary": { "state": "DESTROY_SCHEDULED" } }""", Encrypted)]
    [Fails(KeyName + """, "rotationPeriod": "7776000s" }""", Encrypted, Because = "Without a version it encrypts nothing.")]
    [Fails(KeyName + """, "rotationPeriod": "7776000s", "primary": { "state": "ENABLED" } }""", Encrypted, """IamPolicy { "name": "//cloudkms.googleapis.com/projects/ai-project/locations/europe-west4/keyRings/r/cryptoKeys/k", "assetType": "cloudkms.googleapis.com/CryptoKey", "iamPolicy": { "bindings": [ { "role": "roles/cloudkms.cryptoKeyDecrypter", "members": [ "allAuthenticatedUsers" ] } ] } }""")]
    [Skips(KeyName + """, "primary": { "state": "DISABLED" } }""", Because = "Nothing of AI is encrypted with it.")]
    [Passes("""{ "name": "projects/ai-project/locations/europe-west4/keyRings/r/cryptoKeys/k", "rotationPeriod": "7776000s", "primary": { "state": "ENABLED" } }""", Encrypted, """IamPolicy { "name": "//cloudkms.googleapis.com/projects/ai-project/locations/europe-west4/keyRings/r/cryptoKeys/k", "assetType": "cloudkms.googleapis.com/CryptoKey", "iamPolicy": { "bindings": [ { "role": "roles/cloudkms.cryptoKeyDecrypter", "members": [ "user:ann@example.com" ] } ] } }""", Because = "Somebody is named who is somebody.")]
    public static Verdict KeyIsWellKept(CryptoKey key, AiKeys keys, HeldRoles roles)
    {
        if (keys.UseOf(key) is not { } use)
        {
            return NotApplicable("Nothing of AI is encrypted with it.");
        }
        return Every.Of(
            () => key.Primary?.State is "ENABLED" ? Pass($"It is in force, for {use}.") : Fail($"Its primary version is {key.Primary?.State ?? "missing"}, and {use} needs it."),
            () => roles.On(key).Where(held => Members.IsEverybody(held.Member)).Select(held => held.ToString()).ToList() is { Count: > 0 } open ? Fail($"It may be used by {Names.Some(open)}.") : Pass("Its policy names nobody unknown."),
            () => Names.Duration(key.RotationPeriod) is { } period && period <= s_rotation ? Pass($"It is rotated every {(int)period.TotalDays} days.")
                : Fail(key.RotationPeriod is { Length: > 0 } rarely ? $"It is rotated every {rarely} only." : "It is never rotated.", Severity.Medium));
    }

    // Which version of a key is in force, and who may use it, is decided by who knows what it opens.
    [Repair("GCP-DATA-010", "gcp/kms/Rotation", "gcp/iam/Policy")]
    internal static IEnumerable<Wish> RotateKey(CryptoKey key, HeldRoles roles, DateTimeOffset now)
    {
        if (!(Names.Duration(key.RotationPeriod) is { } period && period <= s_rotation))
        {
            yield return DataSettings.KeyRotation.Wish(key, new()
            {
                ["rotationPeriod"] = string.Create(CultureInfo.InvariantCulture, $"{s_rotation.TotalSeconds:0}s"),
                ["nextRotationTime"] = (now + TimeSpan.FromDays(1)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            });
        }
        if (HeldRoles.Found(roles.On(key).Where(held => Members.IsEverybody(held.Member))).Count > 0)
        {
            yield return PolicySettings.Policy(key, key.Identity.Id, PolicySettings.Without(_ => true, Members.IsEverybody), "Whoever uses the key as one of everybody is refused.");
        }
    }

    [Check("GCP-DATA-025", Severity.Critical, "Bucket of AI data is closed to the public",
        Risk = "Anybody copies the training data, or puts his own in its place.",
        Advice = "Remove everybody from the policy, and enforce public access prevention.",
        Tip = Tip.PublicExposure | Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM04, ML02", Atlas = "AML.T0020, AML.T0035", Link = "https://cloud.google.com/storage/docs/public-access-prevention")]
    [Passes("""{ "name": "data", "iamConfiguration": { "publicAccessPrevention": "enforced" } }""", ModelIn)]
    [Passes("""{ "name": "data", "iamConfiguration": { "publicAccessPrevention": "enforced" } }""", ModelIn, Public, Because = "What is enforced wins over the policy.")]
    [Passes("""{ "name": "data", "iamConfiguration": { "publicAccessPrevention": "inherited" } }""", ModelIn, """OrgPolicy { "name": "organizations/1/policies/storage.publicAccessPrevention", "spec": { "rules": [ { "enforce": true } ] } }""")]
    [Fails("""{ "name": "data", "iamConfiguration": { "publicAccessPrevention": "inherited" } }""", ModelIn, Public)]
    [Fails("""{ "name": "data" }""", ModelIn, Because = "Nobody can read it yet, and nothing would stop who opens it, which is milder.", Severity = Severity.Medium)]
    [Skips("""{ "name": "data" }""", Public, Because = "Nothing of AI lies in it.")]
    [Fails("""{ "name": "data" }""", ModelIn, """IamPolicy { "name": "//storage.googleapis.com/data", "assetType": "storage.googleapis.com/Bucket", "iamPolicy": { "bindings": [ { "role": "roles/storage.objectViewer", "members": [ "user:ann@example.com" ] } ] } }""", Because = "Somebody is named who is somebody.", Severity = Severity.Medium)]
    public static Verdict NotPublic(Bucket bucket, AiBuckets data, HeldRoles roles, OrgPolicies policies)
    {
        if (data.UseOf(bucket) is not { } use)
        {
            return NotApplicable(Unused);
        }
        if (bucket.IamConfiguration?.PublicAccessPrevention is "enforced" || policies.IsEnforced("storage.publicAccessPrevention"))
        {
            return Pass("Public access prevention is enforced.");
        }
        var open = roles.On(bucket).Where(held => Members.IsEverybody(held.Member)).Select(held => held.ToString()).ToList();
        return open.Count > 0 ? Fail($"It holds {use}, and is open to {Names.Some(open)}.", Severity.Critical)
            : Fail($"It holds {use}, and public access prevention is not enforced.", Severity.Medium);
    }

    [Repair("GCP-DATA-025", "gcp/storage/Bucket")]
    internal static IEnumerable<Wish> Close(Bucket bucket) =>
        [DataSettings.Bucket.Wish(bucket, new() { ["iamConfiguration.publicAccessPrevention"] = "enforced" }, "Whoever reads the bucket as one of everybody is refused.")];

    [Check("GCP-DATA-026", Severity.Medium, "Bucket of AI data has a customer key, versions and one way of access",
        Risk = "What was changed cannot be brought back, and lists on single objects let in whom no policy shows.",
        Advice = "Set a default key, and switch versioning and uniform bucket-level access on.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "ML02", Atlas = "AML.T0020", Link = "https://cloud.google.com/storage/docs/uniform-bucket-level-access")]
    [Passes("""{ "name": "data", "encryption": { "defaultKmsKeyName": "projects/keys/locations/eu/keyRings/r/cryptoKeys/k" }, "versioning": { "enabled": true }, "iamConfiguration": { "uniformBucketLevelAccess": { "enabled": true } } }""", ModelIn)]
    [Fails("""{ "name": "data", "versioning": { "enabled": true }, "iamConfiguration": { "uniformBucketLevelAccess": { "enabled": true } } }""", ModelIn)]
    [Fails("""{ "name": "data", "encryption": { "defaultKmsKeyName": "projects/keys/locations/eu/keyRings/r/cryptoKeys/k" }, "versioning": { "enabled": false }, "iamConfiguration": { "uniformBucketLevelAccess": { "enabled": true } } }""", ModelIn)]
    [Fails("""{ "name": "data", "encryption": { "defaultKmsKeyName": "projects/keys/locations/eu/keyRings/r/cryptoKeys/k" }, "versioning": { "enabled": true }, "iamConfiguration": { "uniformBucketLevelAccess": { } } }""", ModelIn)]
    [Skips("""{ "name": "data" }""")]
    public static Verdict IsHardened(Bucket bucket, AiBuckets data)
    {
        if (data.UseOf(bucket) is not { } use)
        {
            return NotApplicable(Unused);
        }
        var missing = new[]
        {
            (string.IsNullOrEmpty(bucket.Encryption?.DefaultKmsKeyName), "a customer key"),
            (bucket.Versioning is not { Enabled: true }, "versions"),
            (bucket.IamConfiguration?.UniformBucketLevelAccess is not { Enabled: true }, "uniform access"),
        }.Where(part => part.Item1).Select(part => part.Item2).ToList();
        return missing.Count == 0 ? Pass("It has a customer key, versions and uniform access.") : Fail($"It holds {use} without {string.Join(", ", missing)}.");
    }

    [Repair("GCP-DATA-026", "gcp/storage/Bucket", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> Harden(Bucket bucket, RepairChoices choices)
    {
        JsonObject members = [];
        if (string.IsNullOrEmpty(bucket.Encryption?.DefaultKmsKeyName))
        {
            members["encryption.defaultKmsKeyName"] = choices.Key;
        }
        if (bucket.Versioning is not { Enabled: true })
        {
            members["versioning.enabled"] = true;
        }
        if (bucket.IamConfiguration?.UniformBucketLevelAccess is not { Enabled: true })
        {
            members["iamConfiguration.uniformBucketLevelAccess.enabled"] = true;
        }
        yield return DataSettings.Bucket.Wish(bucket, members, "Whoever reads or writes by an ACL of an object is refused, and new objects ask for the key.");
    }

    [Check("GCP-DATA-027", Severity.High, "Models and training data are written by their owners only",
        Risk = "Whoever writes the files poisons the model, or puts code into it that runs where it is loaded.",
        Advice = "Bind writing roles to single accounts of the project.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM04, ML10", Atlas = "AML.T0018, AML.T0020", Link = "https://cloud.google.com/storage/docs/access-control/iam-roles")]
    [Command("gcloud storage buckets get-iam-policy gs://{Name} && gcloud storage buckets add-iam-policy-binding gs://{Name} --member serviceAccount:SERVICE_ACCOUNT_EMAIL --role roles/storage.objectUser && gcloud storage buckets remove-iam-policy-binding gs://{Name} --member WIDE_MEMBER --role WRITING_ROLE")]
    [Passes("""{ "name": "data" }""", ModelIn, """IamPolicy { "name": "//storage.googleapis.com/data", "assetType": "storage.googleapis.com/Bucket", "iamPolicy": { "bindings": [ { "role": "roles/storage.objectAdmin", "members": [ "serviceAccount:train@ai-project.iam.gserviceaccount.com", "projectEditor:ai-project" ] }, { "role": "roles/storage.objectViewer", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Fails("""{ "name": "data" }""", ModelIn, """IamPolicy { "name": "//storage.googleapis.com/data", "assetType": "storage.googleapis.com/Bucket", "iamPolicy": { "bindings": [ { "role": "roles/storage.objectAdmin", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Fails("""{ "name": "data" }""", ModelIn, """IamPolicy { "name": "//storage.googleapis.com/data", "assetType": "storage.googleapis.com/Bucket", "iamPolicy": { "bindings": [ { "role": "roles/storage.legacyBucketWriter", "members": [ "serviceAccount:ci@other-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Skips("""{ "name": "data" }""", """IamPolicy { "name": "//storage.googleapis.com/data", "assetType": "storage.googleapis.com/Bucket", "iamPolicy": { "bindings": [ { "role": "roles/storage.objectAdmin", "members": [ "group:ml@example.com" ] } ] } }""")]
    public static Verdict WrittenByOwners(Bucket bucket, AiBuckets data, BucketAccess access)
    {
        if (data.UseOf(bucket) is not { } use)
        {
            return NotApplicable(Unused);
        }
        var writers = access.ForeignWriters(bucket).Select(held => held.ToString()).ToList();
        return writers.Count == 0 ? Pass("Its own policy lets only the project's people and accounts write.") : Fail($"It holds {use}, and is written by {Names.Some(writers)}.");
    }

    [Check("GCP-DATA-028", Severity.Medium, "Log of requests and answers is kept close, under a customer key, for a time",
        Risk = "Prompts and answers hold what people told the model, readable by many and for ever.",
        Advice = "Remove broad readers from the dataset, and set a default key and an expiration.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0036", Link = "https://cloud.google.com/bigquery/docs/updating-datasets")]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://bigquery.googleapis.com/bigquery/v2/projects/{Scope}/datasets/{datasets}' -d '{"defaultTableExpirationMs":"34214400000","defaultEncryptionConfiguration":{"kmsKeyName":"KMS_KEY_NAME"},"access":[{"role":"OWNER","specialGroup":"projectOwners"},{"role":"READER","groupByEmail":"GROUP_EMAIL"}]}'""")]
    [Passes("""{ "@Id": "//bigquery.googleapis.com/projects/ai-project/datasets/logs", "access": [ { "role": "OWNER", "specialGroup": "projectOwners" }, { "role": "READER", "groupByEmail": "ml@example.com" } ], "defaultEncryptionConfiguration": { "kmsKeyName": "k" }, "defaultTableExpirationMs": "2592000000" }""", Writer)]
    [Passes("""{ "@Id": "//bigquery.googleapis.com/projects/ai-project/datasets/logs", "defaultEncryptionConfiguration": { "kmsKeyName": "k" }, "defaultPartitionExpirationMs": "2592000000" }""", Writer)]
    [Fails("""{ "@Id": "//bigquery.googleapis.com/projects/ai-project/datasets/logs", "access": [ { "role": "READER", "specialGroup": "allAuthenticatedUsers" } ], "defaultEncryptionConfiguration": { "kmsKeyName": "k" }, "defaultTableExpirationMs": "2592000000" }""", Writer)]
    [Fails("""{ "@Id": "//bigquery.googleapis.com/projects/ai-project/datasets/logs", "access": [ { "role": "READER", "domain": "example.com" } ], "defaultEncryptionConfiguration": { "kmsKeyName": "k" }, "defaultTableExpirationMs": "2592000000" }""", Writer)]
    [Fails("""{ "@Id": "//bigquery.googleapis.com/projects/ai-project/datasets/logs", "access": [ { "role": "roles/bigquery.dataViewer", "iamMember": "allUsers" } ], "defaultEncryptionConfiguration": { "kmsKeyName": "k" }, "defaultTableExpirationMs": "2592000000" }""", Writer)]
    [Fails("""{ "@Id": "//bigquery.googleapis.com/projects/ai-project/datasets/logs", "defaultTableExpirationMs": "2592000000" }""", Writer)]
    [Fails("""{ "@Id": "//bigquery.googleapis.com/projects/ai-project/datasets/logs", "defaultEncryptionConfiguration": { "kmsKeyName": "k" } }""", Writer)]
    [Skips("""{ "@Id": "//bigquery.googleapis.com/projects/ai-project/datasets/other" }""", Writer)]
    public static Verdict LogIsGuarded(BigQueryDataset dataset, AiLogDatasets logs)
    {
        if (logs.WriterOf(dataset) is not { } writer)
        {
            return NotApplicable("No endpoint writes requests into it.");
        }
        var wrong = new[]
        {
            ((dataset.Access ?? []).Any(entry => entry.SpecialGroup is "allAuthenticatedUsers" || entry.Domain is { Length: > 0 } || Members.IsEverybody(entry.IamMember ?? "")), "is open to many"),
            (string.IsNullOrEmpty(dataset.DefaultEncryptionConfiguration?.KmsKeyName), "has no customer key"),
            (dataset.DefaultTableExpirationMs is not > 0 && dataset.DefaultPartitionExpirationMs is not > 0, "keeps them for ever"),
        }.Where(part => part.Item1).Select(part => part.Item2).ToList();
        return wrong.Count == 0 ? Pass($"It keeps requests of {writer} close, under a customer key, for a time.") : Fail($"It keeps requests of {writer}, and {string.Join(", ", wrong)}.");
    }

    [Check("GCP-DATA-017", Severity.Medium, "Project of AI has templates that find and replace personal data",
        Risk = "Nobody has said what personal data is, so nothing takes it out of prompts, chats and training data.",
        Advice = "Create an inspect template and a de-identify template.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0057", Link = "https://cloud.google.com/sensitive-data-protection/docs/concepts-templates")]
    [Command("""curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://dlp.googleapis.com/v2/projects/{Scope}/locations/LOCATION/inspectTemplates' -d '{"templateId":"pii","inspectTemplate":{"inspectConfig":{"infoTypes":[{"name":"EMAIL_ADDRESS"},{"name":"PHONE_NUMBER"},{"name":"PERSON_NAME"},{"name":"CREDIT_CARD_NUMBER"}]}}}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://dlp.googleapis.com/v2/projects/{Scope}/locations/LOCATION/deidentifyTemplates' -d '{"templateId":"pii","deidentifyTemplate":{"deidentifyConfig":{"infoTypeTransformations":{"transformations":[{"primitiveTransformation":{"replaceWithInfoTypeConfig":{}}}]}}}}'""")]
    [Passes("{ }", AiUse.Vertex, "InspectTemplate { }", "DeidentifyTemplate { }")]
    [Fails("{ }", AiUse.Vertex, "InspectTemplate { }")]
    [Fails("{ }", AiUse.Vertex, "DeidentifyTemplate { }")]
    [Skips("{ }", """EnabledService { "name": "projects/1/services/vision.googleapis.com", "state": "ENABLED" }""")]
    public static Verdict HasTemplates(Project project, Inventory<InspectTemplate> inspect, Inventory<DeidentifyTemplate> replace, AiUse use)
    {
        _ = project;
        return !Talks(use) ? NotApplicable("Neither Vertex AI nor Dialogflow is enabled in the project.")
            : inspect.All.Count > 0 && replace.All.Count > 0 ? Pass("There are templates for finding and replacing.")
            : Fail($"There is no template for {(inspect.All.Count == 0 ? "finding" : "")}{(inspect.All.Count + replace.All.Count == 0 ? " and " : "")}{(replace.All.Count == 0 ? "replacing" : "")} personal data.");
    }

    [Check("GCP-DATA-018", Severity.Medium, "Template looks for personal data and for credentials",
        Risk = "What is not looked for goes through.",
        Advice = "Add kinds for e-mail, telephone, names, cards, national ids and credentials to the template.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0057", Link = "https://cloud.google.com/sensitive-data-protection/docs/infotypes-reference")]
    [Passes(All, AiUse.Vertex)]
    [Passes("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "PERSON_NAME" }, { "name": "FINANCIAL_ID" }, { "name": "GOVERNMENT_ID" }, { "name": "SECURITY_DATA" } ] } }""", AiUse.Vertex, Because = "General kinds hold the others.")]
    [Fails("""{ "inspectConfig": { "infoTypes": [ { "name": "PHONE_NUMBER" }, { "name": "PERSON_NAME" }, { "name": "CREDIT_CARD_NUMBER" }, { "name": "US_SOCIAL_SECURITY_NUMBER" }, { "name": "GCP_CREDENTIALS" } ] } }""", AiUse.Vertex)]
    [Fails("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PERSON_NAME" }, { "name": "CREDIT_CARD_NUMBER" }, { "name": "US_SOCIAL_SECURITY_NUMBER" }, { "name": "GCP_CREDENTIALS" } ] } }""", AiUse.Vertex)]
    [Fails("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "CREDIT_CARD_NUMBER" }, { "name": "US_SOCIAL_SECURITY_NUMBER" }, { "name": "GCP_CREDENTIALS" } ] } }""", AiUse.Vertex)]
    [Fails("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "PERSON_NAME" }, { "name": "US_SOCIAL_SECURITY_NUMBER" }, { "name": "GCP_CREDENTIALS" } ] } }""", AiUse.Vertex)]
    [Fails("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "PERSON_NAME" }, { "name": "CREDIT_CARD_NUMBER" }, { "name": "GCP_CREDENTIALS" } ] } }""", AiUse.Vertex)]
    [Fails("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "PERSON_NAME" }, { "name": "CREDIT_CARD_NUMBER" }, { "name": "US_SOCIAL_SECURITY_NUMBER" } ] } }""", AiUse.Vertex)]
    [Fails("{ }", AiUse.Vertex, Because = "What Google then chooses may change.")]
    [Skips("{ }")]
    [Passes("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "EACH" }, { "name": "CREDIT_CARD_NUMBER" }, { "name": "GOVERNMENT_ID" }, { "name": "SECURITY_DATA" } ] } }""", AiUse.Vertex, Each = ["FIRST_NAME", "LAST_NAME"])]
    [Passes("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "PERSON_NAME" }, { "name": "EACH" }, { "name": "GOVERNMENT_ID" }, { "name": "SECURITY_DATA" } ] } }""", AiUse.Vertex, Each = ["CREDIT_CARD_DATA"])]
    [Passes("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "PERSON_NAME" }, { "name": "CREDIT_CARD_NUMBER" }, { "name": "EACH" }, { "name": "SECURITY_DATA" } ] } }""", AiUse.Vertex, Each = ["PASSPORT", "GERMANY_PASSPORT", "POLAND_NATIONAL_ID_NUMBER", "UK_NATIONAL_INSURANCE_NUMBER", "GERMANY_IDENTITY_CARD_NUMBER", "SINGAPORE_IDENTITY_NUMBER", "UK_TAXPAYER_REFERENCE", "CROATIA_PERSONAL_ID_NUMBER", "ARGENTINA_DNI_NUMBER", "SPAIN_NIE_NUMBER", "BRAZIL_CPF_NUMBER", "INDIA_AADHAAR_INDIVIDUAL", "ITALY_FISCAL_CODE", "CANADA_SOCIAL_INSURANCE_NUMBER"])]
    [Passes("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "PERSON_NAME" }, { "name": "CREDIT_CARD_NUMBER" }, { "name": "GOVERNMENT_ID" }, { "name": "EACH" } ] } }""", AiUse.Vertex, Each = ["GCP_API_KEY", "AUTH_TOKEN", "AWS_CREDENTIALS", "AZURE_AUTH_TOKEN", "ENCRYPTION_KEY", "PASSWORD", "JSON_WEB_TOKEN", "HTTP_COOKIE", "OAUTH_CLIENT_SECRET"])]
    [Passes("""{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "PERSON_NAME" }, { "name": "CREDIT_CARD_NUMBER" }, { "name": "SECURITY_DATA" } ], "customInfoTypes": [ { "infoType": { "name": "STAFF_PASSPORT" }, "regex": { "pattern": "[A-Z]{2}[0-9]{7}" } } ] } }""", AiUse.Vertex, Because = "Kinds of your own count.")]
    public static Verdict LooksForAll(InspectTemplate template, AiUse use)
    {
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        var kinds = (template.InspectConfig?.InfoTypes ?? []).Select(kind => kind.Name).Concat((template.InspectConfig?.CustomInfoTypes ?? []).Select(kind => kind.InfoType?.Name)).OfType<string>().ToList();
        var missing = s_kinds.Where(wanted => !kinds.Exists(kind => wanted.Signs.Any(sign => kind == sign || sign[0] == '_' && kind.Contains(sign, StringComparison.Ordinal)))).Select(wanted => wanted.What).ToList();
        return missing.Count == 0 ? Pass("It looks for personal data and credentials.") : Fail($"It does not look for {string.Join(", ", missing)}.");
    }

    [Repair("GCP-DATA-018", "gcp/dlp/InspectTemplate")]
    internal static IEnumerable<Wish> LookForAll(InspectTemplate template) => [DataSettings.InspectTemplate.Wish(template, GoogleSetting.NameOf(template.Identity.Id), state =>
    {
        state ??= [];
        var kinds = state["inspectConfig.infoTypes"]?.DeepClone() as JsonArray ?? [];
        foreach (var name in s_usualKinds.Where(name => !kinds.Any(kind => kind.Text("name") == name)))
        {
            kinds.Add(new JsonObject { ["name"] = name });
        }
        state["inspectConfig.infoTypes"] = kinds;
        return state;
    })];
    [Check("GCP-DATA-019", Severity.Medium, "Training data is searched for personal data by itself",
        Risk = "Personal data in datasets and buckets is learned by the model before anybody knows of it.",
        Advice = "Create a discovery configuration for datasets of Vertex AI or for Cloud Storage.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0057", Link = "https://cloud.google.com/sensitive-data-protection/docs/data-profiles-vertex-ai")]
    [Command("""curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://dlp.googleapis.com/v2/projects/{Scope}/locations/LOCATION/discoveryConfigs' -d '{"discoveryConfig":{"status":"RUNNING","inspectTemplates":["INSPECT_TEMPLATE"],"targets":[{"vertexDatasetTarget":{"filter":{"others":{}}}}]}}'""")]
    [Passes("{ }", AiUse.Vertex, """DiscoveryConfig { "status": "RUNNING", "targets": [ { "vertexDatasetTarget": { } } ] }""")]
    [Passes("{ }", AiUse.Vertex, """DiscoveryConfig { "status": "RUNNING", "targets": [ { "cloudStorageTarget": { } } ] }""")]
    [Fails("{ }", AiUse.Vertex, """DiscoveryConfig { "status": "PAUSED", "targets": [ { "vertexDatasetTarget": { } } ] }""")]
    [Fails("{ }", AiUse.Vertex, """DiscoveryConfig { "status": "RUNNING", "targets": [ { "vertexDatasetTarget": { "disabled": { } } }, { } ] }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Skips("{ }", """DiscoveryConfig { "status": "RUNNING", "targets": [ { "vertexDatasetTarget": { } } ] }""")]
    [Passes("""{ }""", AiUse.Vertex, """DiscoveryConfig { "status": "RUNNING", "targets": [ { "bigQueryTarget": { } }, { "vertexDatasetTarget": { } } ] }""")]
    public static Verdict IsSearched(Project project, Inventory<DiscoveryConfig> searches, AiUse use)
    {
        _ = project;
        return !use.Uses("aiplatform.googleapis.com") ? NotApplicable("Vertex AI is not enabled in the project.")
            : searches.Known.Any(IsSearching) || searches.All.Any(IsSearching)
                ? Pass("Datasets or buckets are searched.") : Fail("Neither datasets of Vertex AI nor buckets are searched.");
    }

    [Check("GCP-DATA-020", Severity.Low, "Search for personal data runs",
        Risk = "A search that stopped finds nothing, which looks well.",
        Advice = "Activate the trigger, and see why it failed.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Link = "https://cloud.google.com/sensitive-data-protection/docs/creating-job-triggers")]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://dlp.googleapis.com/v2/projects/{Scope}/locations/{locations}/jobTriggers/{jobTriggers}' -d '{"jobTrigger":{"status":"HEALTHY"},"updateMask":"status"}'""")]
    [Passes("""{ "status": "HEALTHY", "lastRunTime": "2026-10-20T00:00:00Z" }""", AiUse.Vertex)]
    [Passes("""{ "status": "HEALTHY", "createTime": "2026-10-20T00:00:00Z" }""", AiUse.Vertex, Because = "It is young.")]
    [Fails("""{ "status": "HEALTHY", "lastRunTime": "2026-09-20T00:00:00Z" }""", AiUse.Vertex)]
    [Fails("""{ "status": "HEALTHY", "createTime": "2026-09-20T00:00:00Z" }""", AiUse.Vertex)]
    [Fails("""{ "status": "PAUSED", "lastRunTime": "2026-10-20T00:00:00Z" }""", AiUse.Vertex)]
    [Skips("""{ "status": "PAUSED" }""")]
    [Passes("""{ "status": "HEALTHY", "lastRunTime": "2026-10-02T12:00:00Z" }""", AiUse.Vertex, Because = "It is 30 days ago to the second.")]
    public static Verdict Runs(JobTrigger trigger, AiUse use, DateTimeOffset now) => !use.Any ? NotApplicable(AiUse.None)
        : trigger.Status is not "HEALTHY" ? Fail($"It is {trigger.Status ?? "of no state"}.")
        : (trigger.LastRunTime ?? trigger.CreateTime) is { } last && now - last <= TimeSpan.FromDays(30) ? Pass($"It ran or was made on {last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.") : Fail("It has not run for more than 30 days.");

    [Repair("GCP-DATA-020", "gcp/dlp/JobTrigger")]
    internal static IEnumerable<Wish> Resume(JobTrigger trigger) =>
        trigger.Status is "PAUSED" ? [DataSettings.JobTrigger.Wish(trigger, new() { ["status"] = "HEALTHY" })] : [];

    private const string KeyName = """{ "name": "projects/ai-project/locations/europe-west4/keyRings/r/cryptoKeys/k" """;
    private const string Encrypted = """Dataset { "encryptionSpec": { "kmsKeyName": "projects/123456789012/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""";
    private const string ModelIn = """VertexModel { "artifactUri": "gs://data/churn/1" }""";
    private const string Public = """IamPolicy { "name": "//storage.googleapis.com/data", "assetType": "storage.googleapis.com/Bucket", "iamPolicy": { "bindings": [ { "role": "roles/storage.objectViewer", "members": [ "allUsers" ] } ] } }""";
    private const string Writer = """Endpoint { "predictRequestResponseLoggingConfig": { "enabled": true, "bigqueryDestination": { "outputUri": "bq://ai-project.logs.requests" } } }""";
    private const string All = """{ "inspectConfig": { "infoTypes": [ { "name": "EMAIL_ADDRESS" }, { "name": "PHONE_NUMBER" }, { "name": "PERSON_NAME" }, { "name": "CREDIT_CARD_NUMBER" }, { "name": "US_SOCIAL_SECURITY_NUMBER" }, { "name": "GCP_CREDENTIALS" } ] } }""";
    private static readonly string[] s_usualKinds = ["EMAIL_ADDRESS", "PHONE_NUMBER", "PERSON_NAME", "CREDIT_CARD_NUMBER", "GOVERNMENT_ID", "SECURITY_DATA"];
    private static readonly (string What, string[] Signs)[] s_kinds =
    [
        ("e-mail addresses", ["EMAIL_ADDRESS"]),
        ("telephone numbers", ["PHONE_NUMBER"]),
        ("names", ["PERSON_NAME", "FIRST_NAME", "LAST_NAME"]),
        ("cards", ["CREDIT_CARD_NUMBER", "CREDIT_CARD_DATA", "FINANCIAL_ID"]),
        ("national ids", ["GOVERNMENT_ID", "US_SOCIAL_SECURITY_NUMBER", "PASSPORT", "_PASSPORT", "_NATIONAL_ID", "_NATIONAL_INSURANCE", "_IDENTITY_CARD", "_IDENTITY_", "_TAXPAYER", "_PERSONAL_", "_DNI", "_NIE", "_CPF", "_AADHAAR", "_FISCAL", "_SOCIAL_"]),
        ("credentials", ["SECURITY_DATA", "GCP_CREDENTIALS", "GCP_API_KEY", "AUTH_TOKEN", "AWS_CREDENTIALS", "AZURE_AUTH_TOKEN", "ENCRYPTION_KEY", "PASSWORD", "JSON_WEB_TOKEN", "HTTP_COOKIE", "OAUTH_CLIENT_SECRET"]),
    ];

    private static bool IsSearching(DiscoveryConfig search) =>
        search.Status is "RUNNING" && search.Targets?.Any(target => target is { VertexDatasetTarget: { Disabled: null } } or { CloudStorageTarget: { Disabled: null } }) is true;

    private static bool Talks(AiUse use) => use.Uses("aiplatform.googleapis.com") || use.Uses("dialogflow.googleapis.com") || use.Uses("generativelanguage.googleapis.com");
}
