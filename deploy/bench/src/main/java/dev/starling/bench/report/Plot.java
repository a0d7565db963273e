package dev.starling.bench.report;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Paint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.w3c.dom.Document;

/** A comparison's first metric as bars, the medians, with a dot for each round. */
final class Plot {
  private static final int WIDTH = 720;
  private static final int HEIGHT_OF_BAR = 34;
  private static final int HEIGHT_OF_REST = 90;
  private static final double DOT = 5;
  private static final Color FIRST = new Color(0x7FB2E5);
  private static final Color OTHER = new Color(0xB8C4D0);
  private static final Color DOTS = new Color(0x333333);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Font LARGE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final String MEDIANS = "median";

  private Plot() {}

  /** Draws it as SVG. */
  static void write(Comparison comparison, Path file) throws IOException {
    SVGGraphics2D canvas = new SVGGraphics2D(emptySvg());
    int height = HEIGHT_OF_REST + HEIGHT_OF_BAR * comparison.servers().size();
    canvas.setSVGCanvasSize(new Dimension(WIDTH, height));
    chart(comparison).draw(canvas, new Rectangle2D.Double(0, 0, WIDTH, height));
    try (var writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      canvas.stream(writer, true);
    }
  }

  private static Document emptySvg() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JFreeChart chart(Comparison comparison) {
    DefaultCategoryDataset medians = new DefaultCategoryDataset();
    DefaultCategoryDataset rounds = new DefaultCategoryDataset();
    for (String server : comparison.servers()) {
      Sample sample = comparison.sample(server, comparison.metric());
      medians.addValue(sample.median(), MEDIANS, server);
      double[] values = sample.values();
      for (int round = 0; round < values.length; round++) {
        rounds.addValue(values[round], Integer.valueOf(round), server);
      }
    }
    JFreeChart chart =
        ChartFactory.createBarChart(
            null, null, axis(comparison), medians, PlotOrientation.HORIZONTAL, false, false, false);
    chart.setTitle(new TextTitle(comparison.subject().title(), LARGE));
    chart.setBackgroundPaint(Color.WHITE);
    CategoryPlot plot = chart.getCategoryPlot();
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setOutlineVisible(false);
    plot.getDomainAxis().setTickLabelFont(SMALL);
    plot.getRangeAxis().setTickLabelFont(SMALL);
    plot.getRangeAxis().setLabelFont(SMALL);
    plot.getRangeAxis().setUpperMargin(0.15);
    plot.setRenderer(0, bars(comparison.metric()));
    plot.setDataset(1, rounds);
    plot.setRenderer(1, dots(rounds.getRowCount()));
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    return chart;
  }

  private static String axis(Comparison comparison) {
    Metric metric = comparison.metric();
    return metric.name() + (metric.higherIsBetter() ? " (more is better)" : " (less is better)");
  }

  private static BarRenderer bars(Metric metric) {
    BarRenderer bars =
        new BarRenderer() {
          private static final long serialVersionUID = 1;

          @Override
          public Paint getItemPaint(int row, int column) {
            return column == 0 ? FIRST : OTHER;
          }
        };
    bars.setBarPainter(new StandardBarPainter());
    bars.setShadowVisible(false);
    bars.setMaximumBarWidth(0.6);
    bars.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator() {
          private static final long serialVersionUID = 1;

          @Override
          public String generateLabel(CategoryDataset data, int row, int column) {
            return metric.print(data.getValue(row, column).doubleValue());
          }
        });
    bars.setDefaultItemLabelFont(SMALL);
    bars.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.INSIDE9, TextAnchor.CENTER_LEFT));
    bars.setPositiveItemLabelPositionFallback(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    bars.setDefaultItemLabelsVisible(true);
    return bars;
  }

  private static LineAndShapeRenderer dots(int rounds) {
    LineAndShapeRenderer dots = new LineAndShapeRenderer(false, true);
    for (int round = 0; round < rounds; round++) {
      dots.setSeriesShape(round, new Ellipse2D.Double(-DOT / 2, -DOT / 2, DOT, DOT));
      dots.setSeriesPaint(round, DOTS);
      dots.setSeriesShapesFilled(round, false);
    }
    return dots;
  }
}
