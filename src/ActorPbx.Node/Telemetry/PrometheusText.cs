using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ActorPbx.Node.Telemetry;

/// <summary>
/// Metrics in the text format of Prometheus, version 0.0.4. Names follow OpenTelemetry's rules for it: dots become underscores, the unit is the last word, and
/// what only rises ends in <c>_total</c>.
/// </summary>
public static class PrometheusText
{
    /// <summary>The media type that it is served as.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The metrics as text.</summary>
    public static string Of(IReadOnlyList<MetricSnapshot> metrics)
    {
        var text = new StringBuilder(16 * 1024);
        var last = "";
        foreach (var metric in metrics)
        {
            var name = NameOf(metric);
            if (name != last)
            {
                text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
                text.Append("# TYPE ").Append(name).Append(' ').Append(TypeOf(metric.Kind)).Append('\n');
                last = name;
            }

            foreach (var point in metric.Points)
            {
                Append(text, name, metric, point);
            }
        }

        return text.ToString();
    }

    /// <summary>The name of a metric.</summary>
    public static string NameOf(MetricSnapshot metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        var name = new StringBuilder(metric.Name.Length + 16);
        foreach (var c in metric.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        if (UnitWord(metric.Unit) is { Length: > 0 } unit && !metric.Name.EndsWith(unit, StringComparison.Ordinal))
        {
            name.Append('_').Append(unit);
        }

        return metric.Kind == MetricKind.Counter ? name.Append("_total").ToString() : name.ToString();
    }

    private static void Append(StringBuilder text, string name, MetricSnapshot metric, MetricPoint point)
    {
        if (metric.Kind != MetricKind.Histogram)
        {
            Line(text, name, point.Labels, point.Value);
            return;
        }

        // Each bucket holds all that is not above its bound, so the last one holds everything.
        var sum = 0L;
        for (var i = 0; i < point.Buckets.Length; i++)
        {
            sum += point.Buckets[i];
            var bound = i < metric.Boundaries.Length ? Number(metric.Boundaries[i]) : "+Inf";
            Line(text, name + "_bucket", point.Labels.Add(new MetricLabel("le", bound)), sum);
        }

        Line(text, name + "_sum", point.Labels, point.Value);
        Line(text, name + "_count", point.Labels, point.Count);
    }

    private static void Line(StringBuilder text, string name, ImmutableArray<MetricLabel> labels, double value)
    {
        text.Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            text.Append(i == 0 ? '{' : ',').Append(LabelName(labels[i].Name)).Append("=\"");
            AppendEscaped(text, labels[i].Value);
            text.Append('"');
        }

        text.Append(labels.Length > 0 ? "} " : " ").Append(Number(value)).Append('\n');
    }

    private static string LabelName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    // A unit in braces is an annotation and no unit.
    private static string UnitWord(string unit) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "%" => "percent",
        "1" or "" => "",
        _ when unit[0] == '{' => "",
        _ => unit,
    };
}
