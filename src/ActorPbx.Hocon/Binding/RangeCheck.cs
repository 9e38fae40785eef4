using System.ComponentModel.DataAnnotations;

namespace ActorPbx.Hocon.Binding;

/// <summary>Holds bound values against the ranges and other validation attributes of their members.</summary>
internal static class RangeCheck
{
    public static bool Holds(BindingRun run, object value, TextForm form, HoconScalar source, HoconPath path, Member member)
    {
        var shown = member.IsSecret ? "the value" : $"'{source.Text}'";
        foreach (var range in member.Attributes<HoconRangeAttribute>())
        {
            var comparable = (IComparable)value;
            if (comparable.CompareTo(form.Parse(range.Minimum)) >= 0 && comparable.CompareTo(form.Parse(range.Maximum)) <= 0) continue;
            run.Report($"'{path}' is out of range: {shown} is not between {range.Minimum} and {range.Maximum}", path, source.Origin);
            return false;
        }
        foreach (var validation in member.Attributes<ValidationAttribute>())
        {
            if (validation.IsValid(value)) continue;
            run.Report(validation is RangeAttribute r
                ? $"'{path}' is out of range: {shown} is not between {r.Minimum} and {r.Maximum}"
                : validation.FormatErrorMessage($"'{path}'").TrimEnd('.'), path, source.Origin);
            return false;
        }
        return true;
    }
}
