namespace AiCloudSecurity.Core.Tests;

internal sealed partial class Workload
{
    /// <summary>The first day on which an attack may begin: before it, everybody has habits.</summary>
    public const int FirstAttackDay = 9;

    public static readonly string[] Attacks =
        ["stolen-key", "recon-invoke", "denied-sweep", "resale", "long-output", "extraction", "inversion", "score-harvest", "injection", "probe", "entitlement", "harvest"];

    private void Populate()
    {
        for (var i = 0; i < 70; i++)
        {
            Human($"user/human-{i:d2}", "human", 0);
        }
        for (var i = 0; i < 30; i++)
        {
            var who = Service($"service-{i:d2}", "service");
            for (var day = 0; day < Days; day++)
            {
                Work(who.Who, day, who.Rate);
            }
        }
        for (var i = 0; i < 8; i++)
        {
            Batch($"batch-{i}", i);
        }
        for (var i = 0; i < 6; i++)
        {
            Human($"user/new-hire-{i}", "new-hire", _random.Between(7, 11));
        }
        for (var i = 0; i < 5; i++)
        {
            Traveller(i);
        }
        for (var i = 0; i < 4; i++)
        {
            Rollout(i);
        }
        for (var i = 0; i < 3; i++)
        {
            BackFill(i);
        }
        for (var i = 0; i < 2; i++)
        {
            Harness(i);
        }
        Attack("stolen-key", 4, StolenKey);
        Attack("recon-invoke", 3, ReconInvoke);
        Attack("denied-sweep", 3, DeniedSweep);
        Attack("resale", 3, Resale);
        Attack("long-output", 3, LongOutput);
        Attack("extraction", 3, Extraction);
        Attack("inversion", 3, Inversion);
        Attack("score-harvest", 2, ScoreHarvest);
        Attack("injection", 2, Injection);
        Attack("probe", 2, Probe);
        Newcomer("entitlement", 2, Entitlement);
        Newcomer("harvest", 2, Harvest);
        Administrator();
    }

    private Person User(string name) => new()
    {
        Arn = $"arn:aws:iam::111122223333:{name}",
        Logged = $"arn:aws:iam::111122223333:{name}",
        Key = $"AKIA{_random.Bits():X16}"[..20],
        Model = _random.Of(s_models),
        Address = $"198.51.{_random.Below(100)}.{_random.Between(1, 250)}",
        Agent = "Boto3/1.34.162 md/Botocore#1.34.162",
        Topic = _words.Topic(),
    };

    private (Person Who, double Rate) Service(string name, string kind)
    {
        var logged = $"arn:aws:sts::111122223333:assumed-role/{name}";
        var who = new Person
        {
            Arn = $"{logged}/i-0{_random.Bits():x8}"[..(logged.Length + 8)],
            Logged = logged,
            Model = _random.Of(s_models),
            Address = $"10.{_random.Below(200)}.1.{_random.Between(1, 250)}",
            Agent = "aws-sdk-java/2.25.1 Linux",
            Topic = _words.Topic(),
            Template = _random.Chance(0.5) ? _words.Template() : null,
            In = _random.LogNormal(500, 0.4),
            Out = _random.LogNormal(200, 0.4),
        };
        _labels.Add(new(logged, kind, null));
        return (who, _random.LogNormal(5, 0.5));
    }

    // Working hours, of the office week; some days are busy, some are off.
    private void Human(string name, string kind, int firstDay)
    {
        var who = User(name);
        _labels.Add(new(who.Logged, kind, null));
        var rate = _random.LogNormal(1.5, 0.5);
        for (var day = firstDay; day < Days; day++)
        {
            Office(who, day, rate);
        }
    }

    private void Office(Person who, int day, double rate)
    {
        if (day % 7 >= 5 && !_random.Chance(0.1) || _random.Chance(0.08))
        {
            return;
        }
        var mood = _random.LogNormal(1, 0.4);
        for (var hour = 8; hour < 18; hour++)
        {
            Hour(who, day, hour, rate * mood * (_random.Chance(0.05) ? 3 : 1));
        }
    }

    // Day and night, with a wave.
    private void Work(Person who, int day, double rate, double times = 1)
    {
        for (var hour = 0; hour < 24; hour++)
        {
            Hour(who, day, hour, rate * times * (1 + 0.6 * Math.Sin((hour - 8) * Math.PI / 12)));
        }
    }

    private void Batch(string name, int i)
    {
        var (who, _) = Service(name, "batch");
        var rate = _random.LogNormal(180, 0.4);
        for (var day = 0; day < Days; day++)
        {
            Hour(who, day, 1 + i % 4, rate * _random.LogNormal(1, 0.2));
        }
    }

    // One new network, for some days; nothing else changes.
    private void Traveller(int i)
    {
        var who = User($"user/traveller-{i}");
        _labels.Add(new(who.Logged, "traveller", null));
        var (home, leaves) = (who.Address, _random.Between(8, 10));
        for (var day = 0; day < Days; day++)
        {
            who.Address = day >= leaves ? $"203.0.{110 + i}.{day}" : home;
            Office(who, day, 1.5);
        }
    }

    // A service goes over to another model.
    private void Rollout(int i)
    {
        var (who, rate) = Service($"rollout-{i}", "roll-out");
        var (model, day0) = (who.Model, _random.Between(8, 11));
        for (var day = 0; day < Days; day++)
        {
            who.Model = day >= day0 ? $"{model[..^1]}9" : model;
            Work(who, day, rate);
        }
    }

    // A service catches up: two to four times its usual work for some hours, of the same kind.
    private void BackFill(int i)
    {
        var (who, rate) = Service($"back-fill-{i}", "back-fill");
        var (on, times) = (_random.Between(9, 12), 2 + 2 * _random.Unit());
        for (var day = 0; day < Days; day++)
        {
            Work(who, day, rate);
            if (day == on)
            {
                for (var hour = 9; hour < 15; hour++)
                {
                    Hour(who, day, hour, rate * (times - 1));
                }
            }
        }
    }

    // An evaluation of models, once: allowed by name.
    private void Harness(int i)
    {
        var (who, _) = Service($"harness-{i}", "harness");
        foreach (var day in new[] { 2, 6, 10 })
        {
            for (var hour = 10; hour < 13; hour++)
            {
                Hour(who, day, hour, day == 10 ? 500 : 150);
            }
        }
    }

    private void Attack(string kind, int count, Action<Person, int> run)
    {
        for (var i = 0; i < count; i++)
        {
            var who = User($"user/{kind}-{i}");
            var day = _random.Between(FirstAttackDay, Days - 3);
            _labels.Add(new(who.Logged, kind, Start + day * 86400L));
            var rate = _random.LogNormal(1.8, 0.4);
            for (var before = 0; before < Days; before++)
            {
                Office(who, before, rate);
            }
            run(who, day);
        }
    }

    // A key that was made for it: nobody has seen it before.
    private void Newcomer(string kind, int count, Action<Person, int> run)
    {
        for (var i = 0; i < count; i++)
        {
            var who = User($"user/{kind}-{i}");
            var day = _random.Between(FirstAttackDay, Days - 3);
            _labels.Add(new(who.Logged, kind, Start + day * 86400L));
            run(who, day);
        }
    }

    // Opens models as part of the work, once in a while.
    private void Administrator()
    {
        var who = User("user/administrator-0");
        _labels.Add(new(who.Logged, "administrator", null));
        for (var day = 0; day < Days; day++)
        {
            Office(who, day, 1.5);
        }
        var time = At(10, 10);
        Event(who, time, $"opens-{++_request}", "PutUseCaseForModelAccess");
        Event(who, time + 30, $"opens-{++_request}", "CreateFoundationModelAgreement");
    }

    // Calls that no model can answer, with the owner's program and from the owner's network: does the key work?
    private void Probe(Person who, int day)
    {
        var time = At(day, 3);
        for (var i = 0; i < Math.Max(1, Math.Round(4 * _strength)); i++)
        {
            Call(who, time + i * 20, _words.About(who.Topic, 5), 0, 0, "ValidationException", maxTokens: -1, model: s_models[i]);
        }
    }

    private void Entitlement(Person who, int day)
    {
        var time = At(day, 4) / 3600 * 3600;
        string[] opens = ["PutUseCaseForModelAccess", "CreateFoundationModelAgreement", "PutFoundationModelEntitlement", "CreateFoundationModelAgreement"];
        foreach (var open in opens.Take(Math.Max(1, (int)Math.Round(4 * _strength))))
        {
            Event(who, time += 30, $"opens-{++_request}", open);
        }
        for (var i = 0; i < 20 * _strength; i++)
        {
            Usual(who, time + 60 + i * 60);
        }
    }

    // Thousands of questions on one subject, each once, slowly enough for every hour to be an ordinary one.
    private void Harvest(Person who, int day)
    {
        for (var hour = 0; hour < 24; hour++)
        {
            for (var left = _random.Poisson(4600 * _strength / 24); left > 0; left--)
            {
                Call(who, At(day, hour), _words.About(who.Topic, 18), 60, _random.Between(150, 400));
            }
        }
    }

    // From a new network, with another program, on models that the owner never used, and a lot.
    private void StolenKey(Person who, int day)
    {
        (who.Address, who.Agent, who.Model) = ($"45.9.{_random.Below(250)}.7", "python-requests/2.31", "anthropic.claude-3-opus-20240229-v1:0");
        for (var hour = 0; hour < 8; hour++)
        {
            Hour(who, day, hour + 1, 150 * _strength, size: 2);
        }
    }

    private void ReconInvoke(Person who, int day)
    {
        (who.Address, who.Agent) = ($"45.9.{_random.Below(250)}.8", "Go-http-client/1.1");
        var time = At(day, 3) / 3600 * 3600 + 60;
        string[] looks = ["ListFoundationModels", "GetModelInvocationLoggingConfiguration", "GetFoundationModelAvailability", "GetUseCaseForModelAccess"];
        foreach (var look in looks.Take(Math.Max(2, (int)Math.Round(4 * _strength))))
        {
            Event(who, time += 20, $"recon-{++_request}", look);
        }
        for (var i = 0; i < 40 * _strength; i++)
        {
            Usual(who, time + 60 + i * 20);
        }
    }

    private void DeniedSweep(Person who, int day)
    {
        var time = At(day, 4);
        for (var i = 0; i < Math.Round(16 * _strength); i++)
        {
            Call(who, time + i * 25, _words.About(who.Topic, 5), 10, 0, "AccessDeniedException", model: $"vendor.model-{i % 8}-v1:0");
        }
    }

    // Day by day more: somebody sells what the key gives.
    private void Resale(Person who, int day)
    {
        for (var d = day; d < Days; d++)
        {
            for (var hour = 0; hour < 24; hour++)
            {
                Hour(who, d, hour, 12 * _strength * (1 + 0.6 * (d - day)), size: 1.2);
            }
        }
    }

    // Denial of wallet: few calls, longest answers.
    private void LongOutput(Person who, int day)
    {
        for (var hour = 2; hour < 8; hour++)
        {
            for (var i = 0; i < 60 * _strength; i++)
            {
                Call(who, At(day, hour), _words.About(who.Topic, 12), 60, _random.Between(3000, 4096), maxTokens: 4096);
            }
        }
    }

    // Questions about everything, each once, for days.
    private void Extraction(Person who, int day)
    {
        for (var d = day; d < Math.Min(Days, day + 2); d++)
        {
            for (var hour = 0; hour < 24; hour++)
            {
                for (var left = _random.Poisson(60 * _strength); left > 0; left--)
                {
                    Call(who, At(d, hour), _words.About(_words.Topic(), 18), 60, _random.Between(150, 400));
                }
            }
        }
    }

    // One sentence in many variations.
    private void Inversion(Person who, int day)
    {
        for (var hour = 1; hour < 4; hour++)
        {
            var words = _words.Words(30);
            for (var left = _random.Poisson(400 * _strength); left > 0; left--)
            {
                Call(who, At(day, hour), _words.Varied(words, _random.Between(1, 3)), 50, 20);
            }
        }
    }

    private void ScoreHarvest(Person who, int day)
    {
        for (var hour = 1; hour < 4; hour++)
        {
            var words = _words.Words(20);
            for (var left = _random.Poisson(400 * _strength); left > 0; left--)
            {
                Call(who, At(day, hour), _words.Varied(words, 1), 40, 1, scores: true);
            }
        }
    }

    private void Injection(Person who, int day)
    {
        for (var i = 0; i < 40 * _strength; i++)
        {
            Call(who, At(day, 9 + i % 3), _words.About(who.Topic, 20), 60, 0, blocked: _random.Chance(0.7));
        }
    }
}
