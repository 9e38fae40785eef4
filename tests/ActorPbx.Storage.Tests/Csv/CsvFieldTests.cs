using System.Text;
using ActorPbx.Storage.Csv;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Storage.Tests.Csv;

public sealed class CsvFieldTests
{
    [Theory]
    [InlineData("100", "100")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData(" 100 ", "\" 100 \"")]
    public void Values_are_quoted_as_rfc_4180_asks(string value, string field) => Field(value).ShouldBe(field);

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("=HYPERLINK(\"http://evil\",\"x\")", "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("-2+3+cmd|' /C calc'!A0", "\"'-2+3+cmd|' /C calc'!A0\"")]
    [InlineData("+1-1", "\"'+1-1\"")]
    [InlineData("\t=1", "\"'?=1\"")]
    [InlineData("\r\n=1", "\"'??=1\"")]
    [InlineData("  =1", "\"'  =1\"")]
    public void Formulas_are_disarmed(string value, string field) => Field(value).ShouldBe(field);

    [Theory]
    [InlineData("+493012345")]
    [InlineData("-5")]
    public void Plain_numbers_stay_as_they_are(string number) => Field(number).ShouldBe(number);

    [Theory]
    [InlineData("a\r\nb", "\"a??b\"")]
    [InlineData("a\0\u001b[31m", "\"a??[31m\"")]
    [InlineData("a\u0085\u2028\u202eb", "\"a???b\"")]
    public void Control_characters_are_masked(string value, string field) => Field(value).ShouldBe(field);

    [Fact]
    public void Any_values_make_one_line_of_as_many_fields() =>
        Prop.ForAll<string[]>(values =>
        {
            var line = new StringBuilder();
            CsvField.Append(line, "1");
            foreach (var value in values)
                CsvField.Append(line, value ?? "");
            var fields = CsvText.Split(line.ToString());
            fields.Count.ShouldBe(values.Length + 1);
            for (var i = 0; i < values.Length; i++)
                fields[i + 1].TrimStart('\'').Length.ShouldBe((values[i] ?? "").TrimStart('\'').Length);
            return !line.ToString().AsSpan().ContainsAny("\r\n\0");
        }).QuickCheckThrowOnFailure();

    private static string Field(string value)
    {
        var line = new StringBuilder();
        CsvField.Append(line, value);
        return line.ToString();
    }
}
