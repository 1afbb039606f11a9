# The dashboard of crime types, over the newest day. A run refreshes the data set once the tables are published.
locals {
  quicksight      = var.quicksight_user == null ? 0 : 1
  quicksight_user = "${local.arn.quicksight}:user/default/${coalesce(var.quicksight_user, "nobody")}"
  data_set        = "daylake-crime-types"

  # The curated table's columns that the dashboard uses, in QuickSight's types.
  columns = {
    day                  = "DATETIME"
    occurred_on          = "DATETIME"
    occurred_hour        = "INTEGER"
    primary_type         = "STRING"
    description          = "STRING"
    location_description = "STRING"
    district             = "STRING"
    community_area       = "INTEGER"
    domestic             = "BOOLEAN"
    crimes               = "INTEGER"
  }
}

resource "aws_quicksight_data_source" "athena" {
  count = local.quicksight

  data_source_id = "daylake-athena"
  name           = "Daylake, by Athena"
  type           = "ATHENA"

  parameters {
    athena {
      work_group = aws_athena_workgroup.this.name
    }
  }

  permission {
    principal = local.quicksight_user
    actions = [
      "quicksight:DescribeDataSource", "quicksight:DescribeDataSourcePermissions", "quicksight:PassDataSource",
      "quicksight:UpdateDataSource", "quicksight:UpdateDataSourcePermissions", "quicksight:DeleteDataSource",
    ]
  }
}

resource "aws_quicksight_data_set" "crime_types" {
  count = local.quicksight

  data_set_id = local.data_set
  name        = "Crime types without an arrest"
  import_mode = "SPICE"

  physical_table_map {
    physical_table_map_id = "latest"

    relational_table {
      data_source_arn = aws_quicksight_data_source.athena[0].arn
      catalog         = "AwsDataCatalog"
      schema          = local.names.glue_database
      name            = "crime_type_details_latest"

      dynamic "input_columns" {
        for_each = local.columns

        content {
          name = input_columns.key
          type = input_columns.value
        }
      }
    }
  }

  permissions {
    principal = local.quicksight_user
    actions = [
      "quicksight:DescribeDataSet", "quicksight:DescribeDataSetPermissions", "quicksight:PassDataSet",
      "quicksight:DescribeIngestion", "quicksight:ListIngestions", "quicksight:UpdateDataSet",
      "quicksight:DeleteDataSet", "quicksight:CreateIngestion", "quicksight:CancelIngestion",
      "quicksight:UpdateDataSetPermissions",
    ]
  }
}

resource "aws_quicksight_analysis" "crime_types" {
  count = local.quicksight

  analysis_id             = "daylake-crime-types"
  name                    = "Crime types without an arrest"
  recovery_window_in_days = 0

  definition {
    data_set_identifiers_declarations {
      data_set_arn = aws_quicksight_data_set.crime_types[0].arn
      identifier   = "crime_types"
    }

    sheets {
      sheet_id = "types"
      title    = "Crime types"

      visuals {
        bar_chart_visual {
          visual_id = "by-type"

          title {
            format_text {
              plain_text = "Crimes without an arrest, by type"
            }
          }

          chart_configuration {
            orientation = "HORIZONTAL"

            field_wells {
              bar_chart_aggregated_field_wells {
                category {
                  categorical_dimension_field {
                    field_id = "type"

                    column {
                      column_name         = "primary_type"
                      data_set_identifier = "crime_types"
                    }
                  }
                }

                values {
                  numerical_measure_field {
                    field_id = "crimes"

                    column {
                      column_name         = "crimes"
                      data_set_identifier = "crime_types"
                    }

                    aggregation_function {
                      simple_numerical_aggregation = "SUM"
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  permissions {
    principal = local.quicksight_user
    actions = [
      "quicksight:DescribeAnalysis", "quicksight:DescribeAnalysisPermissions", "quicksight:QueryAnalysis",
      "quicksight:UpdateAnalysis", "quicksight:UpdateAnalysisPermissions", "quicksight:DeleteAnalysis",
      "quicksight:RestoreAnalysis",
    ]
  }
}
