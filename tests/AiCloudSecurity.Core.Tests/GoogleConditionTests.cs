using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Google;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Conditions of Google Cloud, in what it takes of the Common Expression Language.</summary>
public sealed class GoogleConditionTests
{
    private static readonly CelContext s_context = new(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero), "aiplatform.googleapis.com", "aiplatform.googleapis.com/Endpoint", "projects/p")
    {
        PrincipalType = "iam.googleapis.com/ServiceAccount",
        PrincipalSubject = "a@p.iam.gserviceaccount.com",
    };

    [Theory]
    [InlineData("1 < 2", true)]
    [InlineData("2 > 1", true)]
    [InlineData("1 <= 2", true)]
    [InlineData("2 <= 2", true)]
    [InlineData("2 >= 2", true)]
    [InlineData("3 >= 2", true)]
    [InlineData("1.5 > 1.25", true)]
    [InlineData("2 < 2", false)]
    [InlineData("2 > 2", false)]
    [InlineData("3 <= 2", false)]
    [InlineData("1 >= 2", false)]
    [InlineData("1 != 1", false)]
    [InlineData("'a' < 'b'", true)]
    [InlineData("'b' >= 'b'", true)]
    [InlineData("duration('2s') > duration('1s')", true)]
    [InlineData("duration('60s') == duration('60.0s')", true)]
    [InlineData("timestamp('2026-01-01T00:00:00Z') < timestamp('2026-01-01T00:00:01Z')", true)]
    [InlineData("1 + 2 == 3", true)]
    [InlineData("3 - 1 == 2", true)]
    [InlineData("'a' + 'b' == 'ab'", true)]
    [InlineData("-1 < 0", true)]
    [InlineData("1 - -1 == 2", true)]
    [InlineData("duration('3s') - duration('1s') == duration('2s')", true)]
    [InlineData("duration('3s') + duration('1s') == duration('4s')", true)]
    [InlineData("timestamp('2026-01-02T00:00:00Z') - timestamp('2026-01-01T00:00:00Z') == duration('86400s')", true)]
    [InlineData("timestamp('2026-01-02T00:00:00Z') - duration('86400s') == timestamp('2026-01-01T00:00:00Z')", true)]
    [InlineData("duration('-5s') < duration('0s')", true)]
    [InlineData("date('2026-01-01') == timestamp('2026-01-01T00:00:00Z')", true)]
    [InlineData("true", true)]
    [InlineData("!false", true)]
    [InlineData("true && true", true)]
    [InlineData("false || true", true)]
    [InlineData("true ? true : false", true)]
    [InlineData("false ? false : true", true)]
    [InlineData("1 == 1 ? 'a' == 'a' : false", true)]
    [InlineData("'b' in ['a', 'b']", true)]
    [InlineData("!('c' in ['a', 'b'])", true)]
    [InlineData("!!true", true)]
    [InlineData("2u == 2", true)]
    [InlineData("true != false", true)]
    [InlineData("'abc'.startsWith('ab')", true)]
    [InlineData("'abc'.endsWith('bc')", true)]
    [InlineData("'abc'.contains('b')", true)]
    [InlineData("'ABC'.lowerAscii() == 'abc'", true)]
    [InlineData("'abc'.size() == 3", true)]
    [InlineData("!('abc'.startsWith('b'))", true)]
    [InlineData("!('abc'.contains('d'))", true)]
    [InlineData("'x/b/y'.extract('x/{it}/') == 'b'", true)]
    [InlineData("'x/b'.extract('x/{it}') == 'b'", true)]
    [InlineData("'b/y'.extract('{it}/y') == 'b'", true)]
    [InlineData("'x//y'.extract('x/{it}/y') == ''", true)]
    [InlineData("'x/b'.extract('x/{}') == 'b'", true)]
    [InlineData("'x/b'.extract('z/{it}') == ''", true)]
    [InlineData("'x/b'.extract('x/{it}/z') == ''", true)]
    [InlineData("'x/b'.extract('x/it}') == ''", true)]
    [InlineData("'x/b'.extract('}x/{it') == ''", true)]
    [InlineData("'x/b'.extract('x/{it') == ''", true)]
    [InlineData("'/b'.extract('{it}/') == ''", true)]
    [InlineData("resource.service == 'aiplatform.googleapis.com'", true)]
    [InlineData("resource.type.endsWith('/Endpoint')", true)]
    [InlineData("resource.name == 'projects/p'", true)]
    [InlineData("principal.type == 'iam.googleapis.com/ServiceAccount' && principal.subject == 'a@p.iam.gserviceaccount.com'", true)]
    [InlineData("request.time < timestamp('2027-01-01T00:00:00Z')", true)]
    [InlineData("inner == 1 || true", true)]
    [InlineData("'it\\'s' == \"it's\"", true)]
    [InlineData("'a\\\\' == 'a\\\\'", true)]
    [InlineData("trueish == 1 || true", true)]
    [InlineData("['a', 'b'].size() == 2 || true", true)]
    [InlineData("false", false)]
    [InlineData("!true", false)]
    [InlineData("true && false", false)]
    [InlineData("false && open.it == 1", false)]
    [InlineData("open.it == 1 && false", false)]
    [InlineData("false || false", false)]
    [InlineData("true ? false : true", false)]
    [InlineData("'c' in ['a', 'b']", false)]
    [InlineData("2 == 1", false)]
    [InlineData("true == true", true)]
    [InlineData("'abc'.startsWith('b')", false)]
    public void What_is_known_is_worked_out(string condition, bool holds)
    {
        HashSet<string> hangsOn = [];
        Assert.Equal(holds ? Truth.True : Truth.False, Cel.Parse(condition).Holds(s_context, hangsOn));
        Assert.Empty(hangsOn);
    }

    [Theory]
    [InlineData("open.it == 1", "open.it")]
    [InlineData("open.it == other.it", "open.it other.it")]
    [InlineData("!open.it", "open.it")]
    [InlineData("open.it && true", "open.it")]
    [InlineData("true && open.it", "open.it")]
    [InlineData("open.it || false", "open.it")]
    [InlineData("open.it ? true : false", "open.it")]
    [InlineData("1 == 'a'", "values that cannot be compared")]
    [InlineData("1 < 'a'", "values that cannot be compared")]
    [InlineData("['a'] == ['a']", "values that cannot be compared")]
    [InlineData("1 in 'a'", "values that cannot be compared")]
    [InlineData("!1", "values that cannot be compared")]
    [InlineData("1 ? true : false", "values that cannot be compared")]
    [InlineData("true && 1", "values that cannot be compared")]
    [InlineData("1 && true", "values that cannot be compared")]
    [InlineData("'a' - 'b' == 'a'", "values that cannot be compared")]
    [InlineData("timestamp('2026-01-01') + timestamp('2026-01-01') == 1", "values that cannot be compared")]
    [InlineData("timestamp('9999-12-31T23:59:59Z') + duration('9e8s') == 1", "values that cannot be compared")]
    [InlineData("'a' in [open.it, 'b']", "open.it")]
    [InlineData("'a'.startsWith(open.it)", "open.it")]
    [InlineData("open.it.startsWith('a')", "open.it")]
    [InlineData("'a'.sounds() == 1", "sounds()")]
    [InlineData("resource.name.sounds('a') == 1", "resource.name.sounds()")]
    [InlineData("matches('a', 'b')", "matches()")]
    [InlineData("matches('a', open.it)", "open.it")]
    [InlineData("duration('1000000000s') == 1", "duration()")]
    [InlineData("duration('1') == 1", "duration()")]
    [InlineData("open.it[0] == 1", "open.it[]")]
    [InlineData("1 + 1", "an expression that is no condition")]
    [InlineData("'a'", "an expression that is no condition")]
    public void What_is_not_known_is_what_it_hangs_on(string condition, string open)
    {
        HashSet<string> hangsOn = [];
        Assert.Equal(Truth.Unknown, Cel.Parse(condition).Holds(s_context, hangsOn));
        Assert.Equal(open, string.Join(' ', hangsOn.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.")]
    [InlineData("'a' 'b'")]
    [InlineData("1 ==")]
    [InlineData("true ? false")]
    [InlineData("a[")]
    [InlineData("a['x', 'y'] == 1")]
    [InlineData("'a'['x'] == 1")]
    [InlineData("'a'.b == 1")]
    [InlineData("(true")]
    [InlineData("['a'")]
    [InlineData("f(")]
    [InlineData("'open")]
    [InlineData("'open\\")]
    [InlineData("1.2.3 == 1")]
    [InlineData("!")]
    [InlineData("a &&")]
    [InlineData("true true")]
    [InlineData("inn == 1 in")]
    [InlineData("1 in")]
    [InlineData("'a' inlist")]
    [InlineData("'a' in_list")]
    [InlineData("a.1 == 1")]
    public void What_is_malformed_is_refused(string condition)
    {
        Assert.Contains("at character", Assert.Throws<FormatException>(() => Cel.Parse(condition)).Message, StringComparison.Ordinal);
        if (condition.Length > 0)
        {
            HashSet<string> hangsOn = [];
            Assert.Equal(Truth.Unknown, Cel.ParseOrLeaveOpen(condition)!.Holds(s_context, hangsOn));
            Assert.Equal("a condition that cannot be understood", Assert.Single(hangsOn));
        }
    }

    [Fact]
    public void Conditions_are_as_deep_and_as_long_as_they_may_be()
    {
        static Cel Nested(int depth) => Cel.Parse(new string('!', depth) + "true");
        static Cel InBrackets(int depth) => Cel.Parse(new string('(', depth) + "true" + new string(')', depth));
        Assert.Equal(Truth.True, Nested(64).Holds(s_context, new HashSet<string>()));
        Assert.Throws<FormatException>(() => Nested(65));
        Assert.Equal(Truth.True, InBrackets(64).Holds(s_context, new HashSet<string>()));
        Assert.Throws<FormatException>(() => InBrackets(65));
        Assert.Equal(Truth.True, Cel.Parse("true".PadRight(16_384)).Holds(s_context, new HashSet<string>()));
        Assert.Throws<FormatException>(() => Cel.Parse("true".PadRight(16_385)));
    }
}
